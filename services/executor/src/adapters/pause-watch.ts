/**
 * Notices that this process stood still (SIGSTOP, a suspended machine, heavy swapping) for longer than a job's lock
 * lasts. What it believed before may then be wrong: the job can be another executor's by now.
 */
export interface PauseWatch extends Disposable {
  /** Whether it stood still since `since`, in milliseconds of `Date.now`. */
  pausedSince(since: number): boolean
}

const beatMs = 500
/** Below the 6 s that a lock lasts, above what a busy Raspberry Pi hangs for. */
const longMs = 4_000

export function pauseWatch(now: () => number = Date.now): PauseWatch {
  let lastBeat = now()
  let lastPause = Number.NEGATIVE_INFINITY
  const beat = () => {
    if (now() - lastBeat > longMs) lastPause = now()
    lastBeat = now()
  }
  const timer = setInterval(beat, beatMs)
  timer.unref()
  return {
    pausedSince(since) {
      beat()
      return lastPause >= since
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
