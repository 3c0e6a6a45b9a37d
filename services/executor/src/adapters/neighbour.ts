import { AppError } from '@aika/errors'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const lookEveryMs = 500

/**
 * Waits until somebody listens at a Unix socket.
 * @throws AppError `neighbour_missing` when nobody does within the time.
 */
export async function awaitNeighbour(path: string, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await isListening(path))) {
    if (performance.now() > deadline) {
      throw new AppError('neighbour_missing', `nobody listens at ${path}`, { retryable: true })
    }
    await sleep(50)
  }
}

/** Calls `onLost`, once, when nobody listens at a Unix socket any more. */
export function watchNeighbour(path: string, onLost: () => void): Disposable {
  const timer = setInterval(() => {
    void isListening(path).then((is) => {
      if (is) return
      clearInterval(timer)
      onLost()
    })
  }, lookEveryMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(path)
    line.on('error', () => resolve(false)).on('connect', () => {
      line.destroy()
      resolve(true)
    })
  })
}
