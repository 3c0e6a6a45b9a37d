import type { IncomingMessage } from 'node:http'

/** A spec with its filter of system calls is 20 KB. */
const mostBytes = 256 * 1_024

/** Reads a request's body whole. @returns undefined when it is too long. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/**
 * A request that becomes a raw line is handed over before its body, which the client library sends nevertheless (it says
 * the options again there). @returns what follows it, which is the container's input; undefined when it is too long.
 */
export function afterBody(
  request: IncomingMessage,
  head: Buffer,
): { skip: number; rest: Buffer } | undefined {
  const length = Number(request.headers['content-length'] ?? 0)
  if (!Number.isSafeInteger(length) || length > mostBytes) return undefined
  return { skip: Math.max(0, length - head.length), rest: head.subarray(length) }
}
