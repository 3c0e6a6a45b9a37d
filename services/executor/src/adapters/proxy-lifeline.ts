import { AppError } from '@aika/errors'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Answered by the socket proxy at once and never to its end. */
const lifeline = '/_lifeline'
const tryEveryMs = 50

/**
 * Waits until the socket proxy listens, and holds a line to it from then on.
 *
 * @param onLost - called once, in the moment in which the proxy is gone: before anything else that hangs on it can be told.
 * @throws AppError `proxy_missing` when it does not come within the time.
 */
export async function holdProxyLifeline(
  socketPath: string,
  onLost: () => void,
  withinMs = 20_000,
): Promise<Disposable> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const line = await ask(socketPath).catch(() => undefined)
    if (line) {
      line.on('close', onLost).on('error', () => undefined)
      return { [Symbol.dispose]: () => void line.off('close', onLost).destroy() }
    }
    if (performance.now() > deadline) {
      throw new AppError('proxy_missing', `no socket proxy listens at ${socketPath}`, { retryable: true })
    }
    await sleep(tryEveryMs)
  }
}

function ask(socketPath: string): Promise<IncomingMessage | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage | undefined>()
  request({ socketPath, path: lifeline, agent: false })
    .on('response', (answer) => {
      // Read, so that its end is noticed.
      answer.resume()
      resolve(answer.statusCode === 200 ? answer : undefined)
    })
    .on('error', reject)
    .end()
  return promise
}
