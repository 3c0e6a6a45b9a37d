import type { FileAt, Reply, ReplyResult } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { deliverPart, type PartPorts } from './deliver-part.ts'
import type { Place } from './outbound-lines.ts'
import { type Attempt, inShapeFor } from './post.ts'
import { renderMessages } from './rendering/render.ts'
import { type OutgoingFile, type OutgoingText, type Telegram, TelegramFailure } from './telegram.ts'
import { repeatMark, size, words } from './words.ts'

/** A file held open. Dispose of it. */
export interface OpenedFile extends AsyncDisposable {
  /** Without its folder, safe to show. */
  name: string
  /** As its bytes say, not its name. */
  mime: string
  bytes: number
  /** All of it, once. @throws AppError (not retryable) when it changes meanwhile. */
  stream: AsyncIterable<Uint8Array>
}

export interface Files {
  /**
   * Opens a regular file of a person's or of the shared folder.
   * @throws AppError whose message says what is wrong with the path, in words for whoever named it.
   */
  open(file: FileAt): Promise<OpenedFile>
}

export interface SayFilePorts extends PartPorts {
  telegram: Telegram
  files: Files
}

export type FileReply = Reply & { body: { kind: 'file' } }

const photoMimes = new Set(['image/jpeg', 'image/png', 'image/webp'])
/** What a bot may send, in bytes. */
export const maxFileBytes = { photo: 10_000_000, document: 50_000_000 }
const maxCaptionUnits = 1_024
/** Far from the parts of a long caption. */
const refusalPart = 1_000

/**
 * Sends a file: a picture as a photo, all else as a document. It is read while it is sent, again for each try. One that
 * cannot be sent is refused in words; the person hears them too, unless a tool asked, which tells by itself.
 */
export async function sayFile(ports: SayFilePorts, place: Place, reply: FileReply): Promise<ReplyResult> {
  const caption = captionOf(reply)
  try {
    const messageId = await deliverPart(
      ports,
      place,
      { ...reply, part: 0 },
      sending(ports, reply, caption.within),
    )
    if (messageId === undefined) return await refuse(ports, place, reply, words.refusedBefore)
    return { messageIds: [messageId, ...(await sayAll(ports, place, reply, caption.behind))] }
  } catch (error) {
    const isRefusal = error instanceof AppError && !error.retryable
    if (!isRefusal || (error instanceof TelegramFailure && error.kind === 'gone')) throw error
    return refuse(
      ports,
      place,
      reply,
      error instanceof TelegramFailure ? words.telegramRefusedFile : error.message,
    )
  }
}

/** A caption that is too long for one follows the file. */
function captionOf({ body, replyToMessageId }: FileReply) {
  const quote = replyToMessageId ? { replyToMessageId } : {}
  const [within, ...more] = renderMessages(body.caption, maxCaptionUnits - repeatMark.length - 1)
  if (more.length === 0) return { within: { html: '', plain: '', ...within, ...quote }, behind: [] }
  return { within: { html: '', plain: '', ...quote }, behind: renderMessages(body.caption) }
}

function sending({ telegram, files }: SayFilePorts, { chatId, body }: FileReply, caption: OutgoingText) {
  const send = async (attempt: Attempt, as?: OutgoingFile['as']): Promise<number> => {
    await using file = await files.open(body.file)
    const kind = as ?? kindOf(file)
    assertFits(file)
    const { html, plain, replyToMessageId } = inShapeFor(attempt, caption)
    try {
      const { name, mime, bytes, stream } = file
      const words = {
        ...(plain && { caption: { html, plain } }),
        ...(replyToMessageId && { replyToMessageId }),
      }
      return await telegram.sendFile(chatId, { as: kind, name, mime, bytes, stream, ...words })
    } catch (error) {
      // A picture of an odd shape is a good file.
      if (kind !== 'photo' || !isRefusalOf(error, attempt)) throw error
    }
    return send(attempt, 'document')
  }
  return send
}

function isRefusalOf(error: unknown, { isPlain }: Attempt): boolean {
  if (!(error instanceof TelegramFailure)) return false
  return error.kind === 'refused' || error.kind === 'unsupported' || (error.kind === 'format' && isPlain)
}

function kindOf({ mime, bytes }: OpenedFile): OutgoingFile['as'] {
  return photoMimes.has(mime) && bytes <= maxFileBytes.photo ? 'photo' : 'document'
}

function assertFits({ bytes }: OpenedFile): void {
  const refusal =
    bytes === 0
      ? words.fileEmpty
      : bytes > maxFileBytes.document
        ? words.fileTooLarge(size(maxFileBytes.document))
        : ''
  if (refusal) throw new AppError('file_refused', refusal, { retryable: false })
}

async function sayAll(
  ports: SayFilePorts,
  place: Place,
  reply: FileReply,
  messages: OutgoingText[],
): Promise<number[]> {
  const ids: number[] = []
  for (const [index, message] of messages.entries()) {
    const say = (attempt: Attempt) => ports.telegram.send(reply.chatId, inShapeFor(attempt, message))
    const id = await deliverPart(ports, place, { ...reply, part: index + 1 }, say)
    if (id !== undefined) ids.push(id)
  }
  return ids
}

async function refuse(
  ports: SayFilePorts,
  place: Place,
  reply: FileReply,
  why: string,
): Promise<ReplyResult> {
  const { chatId, replyId, body } = reply
  const isTools = replyId.startsWith('file-')
  if (isTools) return { messageIds: [], refused: why }
  const [message] = renderMessages(words.cannotSend(body.file.path.replaceAll('`', ''), why))
  const say = (attempt: Attempt) => ports.telegram.send(chatId, inShapeFor(attempt, message!))
  const id = await deliverPart(ports, place, { ...reply, part: refusalPart }, say)
  return { messageIds: id === undefined ? [] : [id], refused: why }
}
