import { entitiesOf, markupOf, replyOf, withEntities, writableChat } from '../fields.ts'
import { imageSize, type FileFields, type FileKind, type Files } from '../files.ts'
import type { UploadedFile } from '../../http/multipart.ts'
import { isRecord, textOfValue } from '../../http/body.ts'
import type { Params } from '../params.ts'
import { badRequest, TelegramRefusal } from '../refusal.ts'
import type { Method, TelegramState } from '../state.ts'
import { acceptCaption } from '../text.ts'
import type { Message } from '../types.ts'

const mebibyte = 1024 * 1024

/** The message fields for an uploaded, known or refused file. */
function fileField(kind: FileKind, source: UploadedFile | string | undefined, { files }: TelegramState) {
  if (source === undefined) throw badRequest(`there is no ${kind} in the request`)
  if (typeof source === 'string') return knownFile(kind, source, files)
  const size = source.bytes.length
  if (size === 0) throw badRequest('file must be non-empty')
  if (size > 50 * mebibyte) throw new TelegramRefusal(413, 'Request Entity Too Large')
  if (kind === 'photo') checkPhoto(source.bytes)
  return files.field(source, kind)
}

function knownFile(kind: FileKind, source: string, files: Files): FileFields {
  if (/^https?:/i.test(source)) throw badRequest('failed to get HTTP URL content')
  const known = files.again(source, kind)
  if (!known) throw badRequest('wrong remote file identifier specified: Wrong string length')
  return known
}

const maxPhoto = 10 * mebibyte

function checkPhoto(bytes: Buffer): void {
  if (bytes.length > maxPhoto) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhoto} bytes`,
    )
  }
  const gif = bytes.toString('latin1', 0, 3) === 'GIF'
  const webp = bytes.toString('latin1', 8, 12) === 'WEBP'
  const size = imageSize(bytes)
  if (!size && !gif && !webp) throw badRequest('IMAGE_PROCESS_FAILED')
  if (!size) return
  const { width, height } = size
  const ratio = Math.max(width / height, height / width)
  if (width + height > 10_000 || ratio > 20) throw badRequest('PHOTO_INVALID_DIMENSIONS')
}

/** The upload in field `name`, or what the parameter refers to: `attach://field`, a file_id, an address. */
function sourceOf(params: Params, name: string): UploadedFile | string | undefined {
  return attached(params, params.text(name)) ?? params.file(name)
}

function attached(params: Params, value: unknown): UploadedFile | string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  if (!value.startsWith('attach://')) return value
  const file = params.file(value.slice('attach://'.length))
  if (!file) throw badRequest('file not found in the request')
  return file
}

function caption(text: string | undefined, mode: string | undefined, entities: Message['entities']) {
  const accepted = acceptCaption({ text: text ?? '', parse_mode: mode, entities })
  return {
    ...(accepted.text && { caption: accepted.text }),
    ...withEntities('caption_entities', accepted.entities),
  }
}

const sendFile =
  (kind: FileKind): Method =>
  (call, state) => {
    const { params } = call
    const chat = writableChat(call, state)
    const words = caption(
      params.text('caption'),
      params.text('parse_mode'),
      entitiesOf(params, 'caption_entities'),
    )
    const markup = markupOf(params)
    const reply = replyOf(params, chat)
    const file = fileField(kind, sourceOf(params, kind), state)
    return state.chats.post(chat, state.author, {
      ...reply,
      ...file,
      ...words,
      ...(markup && { reply_markup: markup }),
    })
  }

const groupKinds = new Set(['document', 'photo', 'audio', 'video'])

const sendMediaGroup: Method = (call, state) => {
  const { params } = call
  const chat = writableChat(call, state)
  const media = params.object('media')
  if (!Array.isArray(media) || media.length < 2 || media.length > 10) {
    throw badRequest('there must be from 2 to 10 media in an album')
  }
  const reply = replyOf(params, chat)
  const contents = media.map((item: unknown): Partial<Message> => {
    if (!isRecord(item) || !groupKinds.has(textOfValue(item['type']))) {
      throw badRequest("can't parse media JSON object")
    }
    const words = caption(item['caption'] as string, item['parse_mode'] as string, undefined)
    return { ...fileField(item['type'] as FileKind, attached(params, item['media']), state), ...words }
  })
  const media_group_id = String(Date.now())
  return contents.map((content) =>
    state.chats.post(chat, state.author, { ...reply, ...content, media_group_id }),
  )
}

const getFile: Method = ({ params }, state) => state.files.locate(params.text('file_id') ?? '')

export const uploading: Record<string, Method> = {
  sendDocument: sendFile('document'),
  sendPhoto: sendFile('photo'),
  sendVoice: sendFile('voice'),
  sendAudio: sendFile('audio'),
  sendVideo: sendFile('video'),
  sendVideoNote: sendFile('video_note'),
  sendAnimation: sendFile('animation'),
  sendSticker: sendFile('sticker'),
  sendMediaGroup,
  getFile,
}
