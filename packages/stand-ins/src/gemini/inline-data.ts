import { createHash } from 'node:crypto'
import { isRecord } from '../http/body.ts'
import { invalid } from './errors.ts'

const maxRequestBytes = 20 * 1024 * 1024

const subtypes: Record<string, string[]> = {
  image: ['png', 'jpeg', 'webp', 'heic', 'heif'],
  audio: ['wav', 'x-wav', 'mp3', 'mpeg', 'mp4', 'm4a', 'x-m4a', 'aiff', 'aac', 'ogg', 'opus', 'flac', 'webm'],
  video: ['mp4', 'mpeg', 'mov', 'quicktime', 'avi', 'x-flv', 'mpg', 'webm', 'wmv', '3gpp'],
  application: ['pdf', 'json', 'x-javascript'],
}

const starts: Record<string, string> = {
  'image/png': '\x89PNG\r\n\x1A\n',
  'image/jpeg': '\xFF\xD8\xFF',
  'image/webp': 'RIFF',
  'application/pdf': '%PDF-',
}

/** @throws {InvalidArgument} for a request over 20 MiB, which the documentation of the inline way names. */
export function checkRequestSize(bytes: number): void {
  if (bytes > maxRequestBytes) {
    throw invalid(`Request payload size exceeds the limit: ${maxRequestBytes} bytes.`)
  }
}

/** @throws {InvalidArgument} for a kind it does not take, data that is not base64, and a picture that is none. */
export function checkInlineData(data: unknown, where: string): void {
  const { mimeType, data: base64 } = isRecord(data) ? data : {}
  if (typeof mimeType !== 'string' || mimeType === '')
    throw invalid(`${where}.inline_data: mime_type is empty`)
  if (!isTaken(mimeType)) throw invalid(`Unsupported MIME type: ${mimeType}`)
  if (typeof base64 !== 'string' || !/^[\w+/-]*={0,2}$/.test(base64) || base64.length % 4 === 1) {
    throw invalid(`Invalid value at '${where}.inline_data.data' (TYPE_BYTES), Base64 decoding failed`)
  }
  if (base64 === '') throw invalid(`${where}.inline_data: data is empty`)
  const start = Buffer.from(base64.slice(0, 64), 'base64').toString('latin1')
  if (!start.startsWith(starts[mimeType] ?? '')) {
    throw invalid(`Unable to process input ${mimeType.split('/')[0] === 'image' ? 'image' : 'document'}.`)
  }
}

function isTaken(mimeType: string): boolean {
  const [kind = '', subtype = ''] = mimeType.toLowerCase().split(/[/;]/)
  return kind === 'text' || (subtypes[kind]?.includes(subtype) ?? false)
}

/** A request as the journal keeps it, media as their size and hash, and what that takes. */
export function forJournal(body: unknown, raw: Buffer): { kept: unknown; bytes: number } {
  if (!raw.includes('"inlineData"')) return { kept: body, bytes: raw.length }
  const kept = withoutData(body)
  return { kept, bytes: JSON.stringify(kept)?.length ?? 0 }
}

function withoutData(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutData)
  if (!isRecord(body)) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      name === 'inlineData' ? summaryOf(value) : withoutData(value),
    ]),
  )
}

function summaryOf(data: unknown): unknown {
  const { mimeType, data: base64 } = isRecord(data) ? data : {}
  if (typeof base64 !== 'string') return data
  const bytes = Buffer.from(base64, 'base64')
  return { mimeType, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
