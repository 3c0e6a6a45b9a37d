import { json, type WholeAnswer } from '../http/answer.ts'
import type { MultipartForm } from '../http/multipart.ts'
import { badRequest } from './errors.ts'

const formats = ['flac', 'mp3', 'mp4', 'mpeg', 'mpga', 'm4a', 'ogg', 'opus', 'wav', 'webm']
const maxBytes = 25 * 1024 * 1024

/** A transcription of an uploaded file: says which file it was, unless `text` is given. */
export function transcribe({ fields, files }: MultipartForm, text: string | undefined): WholeAnswer {
  const file = files.find(({ field }) => field === 'file')
  if (!file) return badRequest('`file` or `url` is required')
  const extension = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (!formats.includes(extension)) {
    return badRequest(`file must be one of the following types: [${formats.join(' ')}]`)
  }
  if (file.bytes.length === 0) return badRequest('file is empty')
  if (file.bytes.length > maxBytes) return badRequest('file is too large')
  const words = text ?? `This is the transcript of ${file.name}.`
  if (fields['response_format'] === 'text') return { status: 200, body: words }
  const verbose = { task: 'transcribe', language: 'english', duration: 3, segments: [] }
  const more = fields['response_format'] === 'verbose_json' ? verbose : {}
  return json(200, { ...more, text: words, x_groq: { id: 'req_standin' } })
}
