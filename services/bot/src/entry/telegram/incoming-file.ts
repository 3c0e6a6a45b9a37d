import type { Message } from 'telegraf/types'
import type { IncomingFile } from '../../domain/attachments/admit-attachment.ts'

interface Told {
  file_id: string
  file_size?: number
  file_name?: string
  mime_type?: string
}

/**
 * The file that came with a message, if there is one; of a photo its largest size. An animation also looks like a
 * document, so the order matters.
 */
export function fileIn(message: Message): IncomingFile | undefined {
  if ('photo' in message) {
    const largest = message.photo.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
    return told('photo', largest, 'photo.jpg')
  }
  if ('animation' in message) return told('animation', message.animation, 'animation.mp4')
  if ('video_note' in message) return told('video_note', message.video_note, 'video_message.mp4')
  if ('video' in message) return told('video', message.video, 'video.mp4')
  if ('voice' in message) return told('voice', message.voice, 'voice.ogg')
  if ('audio' in message) return told('audio', message.audio, audioName(message.audio))
  if ('sticker' in message) return told('sticker', message.sticker, stickerName(message.sticker))
  if ('document' in message) return told('document', message.document, 'file')
  return undefined
}

function told(kind: IncomingFile['kind'], file: Told, fallbackName: string): IncomingFile {
  return { kind, fileId: file.file_id, bytes: file.file_size, name: file.file_name ?? '', fallbackName }
}

const audioTypes: Record<string, string> = {
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
}

function audioName({ mime_type: mime = '' }: Told): string {
  return `audio.${audioTypes[mime] ?? 'mp3'}`
}

function stickerName(sticker: { is_animated?: boolean; is_video?: boolean }): string {
  if (sticker.is_animated) return 'sticker.tgs'
  return sticker.is_video ? 'sticker.webm' : 'sticker.webp'
}
