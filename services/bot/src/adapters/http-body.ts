import { AppError } from '@aika/errors'
import type { ClientRequest } from 'node:http'

/** A file in a multipart form. */
export interface FilePart {
  field: string
  /** Without quotes and line breaks. */
  name: string
  mime: string
  /** What the stream holds, exactly. */
  bytes: number
  stream: AsyncIterable<Uint8Array>
}

/** A request's body of a size that is known before it is read. */
export interface Body {
  bytes: number
  stream: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

export function bodyOf(bytes: Uint8Array): Body {
  return { bytes: bytes.length, stream: [bytes] }
}

/** A multipart form: the parameters, then the file, which is read while it is sent. */
export function formOf(boundary: string, parameters: Record<string, string>, file: FilePart): Body {
  const fields = Object.entries(parameters).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const disposition = `content-disposition: form-data; name="${file.field}"; filename="${file.name}"`
  const head = Buffer.from(
    `${fields.join('')}--${boundary}\r\n${disposition}\r\ncontent-type: ${file.mime}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* stream() {
    yield head
    yield* exactly(file)
    yield tail
  }
  return { bytes: head.length + file.bytes + tail.length, stream: stream() }
}

/** @throws AppError `file_changed` where the stream does not hold what was promised. */
async function* exactly({ stream, bytes, name }: FilePart): AsyncGenerator<Uint8Array> {
  const changed = () =>
    new AppError('file_changed', `“${name}” changed while it was being sent.`, { retryable: false })
  let left = bytes
  for await (const chunk of stream) {
    left -= chunk.length
    if (left < 0) throw changed()
    yield chunk
  }
  if (left > 0) throw changed()
}

/**
 * Writes a body as fast as the other side takes it, and stops when the request is over: whoever answered early or hung
 * up does not read the rest. Does not end the request.
 *
 * @returns whether all of it was written. @throws what the body's stream throws.
 */
export async function writeBody(request: ClientRequest, { stream }: Body): Promise<boolean> {
  for await (const chunk of stream) {
    if (request.destroyed) return false
    if (!request.write(chunk)) await canGoOn(request)
  }
  return !request.destroyed
}

function canGoOn(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      request.off('drain', goOn)
      request.off('close', goOn)
      resolve()
    }
    request.once('drain', goOn)
    request.once('close', goOn)
    if (request.destroyed) goOn()
  })
}
