import type { ServerResponse } from 'node:http'

/** A whole HTTP answer, or one that is written piece by piece. */
export type Answer = WholeAnswer | StreamAnswer

export interface WholeAnswer {
  status: number
  headers?: Record<string, string>
  body: string | Buffer
}

interface StreamAnswer {
  status: number
  headers: Record<string, string>
  /** Writes the body. Returns false when the connection is to be dropped instead of ended. */
  stream: (write: (text: string) => void, gone: AbortSignal) => Promise<boolean>
}

const jsonType = { 'content-type': 'application/json' }

/** A JSON answer. */
export function json(status: number, value: unknown, headers?: Record<string, string>): WholeAnswer {
  return { status, headers: headers ? { ...jsonType, ...headers } : jsonType, body: JSON.stringify(value) }
}

/** Writes `answer` to the socket; does nothing when the peer has already gone. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.destroyed || response.writableEnded) return
  if ('body' in answer) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
    response.end(answer.body)
    return
  }
  response.writeHead(answer.status, answer.headers)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  // A connection that is dropped mid-stream has still delivered what was written before.
  let flushed = Promise.resolve()
  const write = (text: string) => {
    flushed = new Promise((resolve) => response.write(text, () => resolve()))
  }
  const whole = await answer.stream(write, gone.signal)
  if (whole) response.end()
  else if (!response.destroyed) await flushed.then(() => response.destroy())
}
