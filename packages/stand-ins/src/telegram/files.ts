import { badRequest } from './refusal.ts'
import type { FileInfo, Message } from './types.ts'

/** How a file is shown: Telegram's field names. */
export type FileKind =
  'document' | 'photo' | 'voice' | 'audio' | 'video' | 'video_note' | 'animation' | 'sticker'

export type FileFields = Partial<Pick<Message, FileKind>>

export interface FileContent {
  bytes: Buffer
  name: string
  mime: string
  /** The size Telegram tells, where it is not that of the bytes: null tells none at all. */
  saidBytes?: number | null
}

interface Stored extends FileContent {
  info: FileInfo
  path: string
}

const maxDownload = 20 * 1024 * 1024
const maxKept = 256 * 1024 * 1024

/** Uploaded files in memory; the oldest go when they pass 256 MiB together. */
export class Files {
  #files = new Map<string, Stored>()
  #next = 1
  #bytes = 0

  /** The fields of a message that show this file: a photo has several sizes, an animation is a document as well. */
  field(content: FileContent, kind: FileKind): FileFields {
    const info = kind === 'photo' ? this.#sizes(content) : this.#add(content, kind)
    return kind === 'animation'
      ? { animation: info as FileInfo, document: info as FileInfo }
      : { [kind]: info }
  }

  /** getFile: where to download it; larger than 20 MiB is refused. */
  locate(fileId: string): FileInfo & { file_path: string } {
    const stored = this.#files.get(fileId)
    if (!stored) throw badRequest('invalid file_id')
    if (Math.max(stored.bytes.length, stored.saidBytes ?? 0) > maxDownload)
      throw badRequest('file is too big')
    const { file_id, file_unique_id, file_size } = stored.info
    return { file_id, file_unique_id, ...(file_size !== undefined && { file_size }), file_path: stored.path }
  }

  /** The message fields for a file that is known already. */
  again(fileId: string, kind: FileKind): FileFields | undefined {
    const info = this.#files.get(fileId)?.info
    return info && { [kind]: kind === 'photo' ? [info] : info }
  }

  get(fileId: string): Stored | undefined {
    return this.#files.get(fileId)
  }

  atPath(path: string): Stored | undefined {
    for (const stored of this.#files.values()) if (stored.path === path) return stored
    return undefined
  }

  clear(): void {
    this.#files.clear()
    this.#bytes = 0
  }

  #add(content: FileContent, kind: FileKind): FileInfo {
    const number = this.#next++
    const size = content.saidBytes === undefined ? content.bytes.length : content.saidBytes
    const info: FileInfo = {
      file_id: `AgACAgIAAxkDAAI${kind}${String(number).padStart(6, '0')}`,
      file_unique_id: `AQAD${String(number).padStart(6, '0')}`,
      ...(size !== null && { file_size: size }),
      ...details(content, kind),
    }
    this.#files.set(info.file_id, { ...content, info, path: pathOf(content, kind, number) })
    this.#bytes += content.bytes.length
    this.#trim()
    return info
  }

  /** Smaller ones first. Their bytes are a piece of the picture: whoever takes the wrong size gets no picture. */
  #sizes(content: FileContent): FileInfo[] {
    const { width, height } = imageSize(content.bytes) ?? { width: 640, height: 480 }
    const smaller = [90, 320].filter((edge) => edge < Math.max(width, height))
    const previews = smaller.map((edge) => {
      const scale = edge / Math.max(width, height)
      const bytes = content.bytes.subarray(0, Math.ceil(content.bytes.length * scale * scale))
      const size = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) }
      return Object.assign(this.#add({ ...content, bytes, saidBytes: bytes.length }, 'photo'), size)
    })
    return [...previews, Object.assign(this.#add(content, 'photo'), { width, height })]
  }

  #trim(): void {
    for (const [id, { bytes }] of this.#files) {
      if (this.#bytes <= maxKept || this.#files.size === 1) return
      this.#files.delete(id)
      this.#bytes -= bytes.length
    }
  }
}

const extensions: Record<FileKind, string> = {
  document: 'bin',
  photo: 'jpg',
  voice: 'oga',
  audio: 'mp3',
  video: 'mp4',
  video_note: 'mp4',
  animation: 'mp4',
  sticker: 'webp',
}
const named = new Set<FileKind>(['document', 'audio', 'video', 'animation'])

function pathOf({ name }: FileContent, kind: FileKind, number: number): string {
  const extension = named.has(kind) ? (/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? 'bin') : extensions[kind]
  return `${kind === 'photo' ? 'photos' : kind === 'voice' ? 'voice' : `${kind}s`}/file_${number}.${extension}`
}

function details(content: FileContent, kind: FileKind): Partial<FileInfo> {
  switch (kind) {
    case 'photo':
      return {}
    case 'voice':
      return { mime_type: content.mime || 'audio/ogg', duration: 3 }
    case 'video_note':
      return { duration: 3, length: 240 }
    case 'sticker':
      return { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji: '🙂' }
    case 'audio':
      return { file_name: content.name, mime_type: content.mime, duration: 3 }
    case 'video':
    case 'animation':
      return { file_name: content.name, mime_type: content.mime, duration: 3, width: 320, height: 240 }
    case 'document':
      return { file_name: content.name, mime_type: content.mime }
  }
}

/** Width and height of a PNG or JPEG; undefined for anything else. */
export function imageSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG') {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes.readUInt16BE(at)
    if (marker >= 0xffc0 && marker <= 0xffc3) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
