import type { IncomingMessage } from 'node:http'
import { isRecord, parseJson, readBody } from '../http/body.ts'
import { parseMultipart, type UploadedFile } from '../http/multipart.ts'
import { badRequest } from './refusal.ts'

/** A call's parameters, from wherever they came; each may be native or text. */
export class Params {
  readonly values: Record<string, unknown>
  readonly files: UploadedFile[]
  /** Size of the request body. */
  readonly bytes: number

  constructor(values: Record<string, unknown>, files: UploadedFile[] = [], bytes = 0) {
    this.values = values
    this.files = files
    this.bytes = bytes
  }

  text(name: string): string | undefined {
    const value = this.values[name]
    if (value === undefined || value === null) return undefined
    return typeof value === 'string' ? value : JSON.stringify(value)
  }

  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined || !/^-?\d+$/.test(value.trim())) return undefined
    return Number(value)
  }

  flag(name: string): boolean {
    return ['true', '1', 'yes'].includes(this.text(name)?.toLowerCase() ?? '')
  }

  /** An object or array, given as such or as JSON text. */
  object(name: string): unknown {
    const value = this.values[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    const parsed = parseJson(value)
    if (parsed === undefined) throw badRequest(`can't parse ${name} JSON object`)
    return parsed
  }

  record(name: string): Record<string, unknown> | undefined {
    const value = this.object(name)
    if (value === undefined) return undefined
    if (!isRecord(value)) throw badRequest(`object expected as ${name}`)
    return value
  }

  file(field: string): UploadedFile | undefined {
    return this.files.find((file) => file.field === field)
  }

  /** What the journal keeps: values, with files as name and size. */
  summary(): Record<string, unknown> {
    if (this.files.length === 0) return this.values
    const files = this.files.map(({ field, name, bytes }) => [field, `<${name}, ${bytes.length} bytes>`])
    return { ...this.values, ...Object.fromEntries(files) }
  }
}

/** Reads parameters from the query and from a JSON, urlencoded or multipart body. */
export async function readParams(request: IncomingMessage, query: string): Promise<Params> {
  const values = query ? formValues(query) : {}
  const body = request.method === 'GET' ? undefined : await readBody(request)
  if (!body || body.length === 0) return new Params(values)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) {
    const form = await parseMultipart(type, body)
    return new Params({ ...values, ...form.fields }, form.files, body.length)
  }
  const text = body.toString('utf8')
  if (type.startsWith('application/json')) {
    const parsed = parseJson(text)
    if (!isRecord(parsed)) throw badRequest("can't parse request: expected a JSON object")
    return new Params({ ...values, ...parsed }, [], body.length)
  }
  return new Params({ ...values, ...formValues(text) }, [], body.length)
}

function formValues(text: string): Record<string, unknown> {
  return Object.fromEntries(new URLSearchParams(text))
}
