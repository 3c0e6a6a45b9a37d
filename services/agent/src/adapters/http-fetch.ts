import { Agent, request, type IncomingMessage } from 'node:http'

/** Idle connections go before the other side closes them in the moment of the next call. */
const idleMs = 60_000

/**
 * `fetch` as far as a client of our own gateway needs it, on Node's own HTTP: a third less processor time for a call than
 * with the global one. Plain http, text as a body; a redirect is an answer like any other. Who does not read an answer to
 * its end has to abort the call's signal, or its connection stays open.
 */
export function httpFetch(): typeof fetch {
  const agent = new Agent({ keepAlive: true, timeout: idleMs })
  return (input, { method = 'GET', headers, body, signal } = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const text = Buffer.from(typeof body === 'string' ? body : '')
    const fields = { ...Object.fromEntries(new Headers(headers)), 'content-length': text.length }
    const sent = request(input as string, { agent, method, headers: fields }, (answer) => {
      try {
        resolve(asResponse(answer))
      } catch (error) {
        // A status that no Response can have.
        sent.destroy(error as Error)
      }
    })
    const giveUp = () => sent.destroy(new Error('the call was aborted'))
    signal?.addEventListener('abort', giveUp, { once: true })
    sent.on('close', () => signal?.removeEventListener('abort', giveUp))
    sent.on('error', reject)
    if (signal?.aborted) giveUp()
    else sent.end(text)
    return promise
  }
}

function asResponse(answer: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value))
  return new Response(streamOf(answer), { status: answer.statusCode ?? 502, headers })
}

function streamOf(answer: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void answer.destroy(),
  })
}
