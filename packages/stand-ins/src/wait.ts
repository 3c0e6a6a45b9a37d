/** Waits `ms`, or until `gone` aborts; never rejects. */
export function pause(ms: number, gone?: AbortSignal): Promise<void> {
  if (ms <= 0 || gone?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      gone?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    gone?.addEventListener('abort', done)
  })
}
