/** Lets nobody through before a check has passed. */
export interface Gate {
  /** Resolves once the check has passed; it runs at most once at a time, again after it failed or after `close`. */
  open(): Promise<void>
  /** What was checked may have changed. */
  close(): void
}

export function gate(check: () => Promise<void>): Gate {
  let passed: Promise<void> | undefined
  const close = () => (passed = undefined)
  return {
    open() {
      const current = (passed ??= check())
      current.catch(() => passed === current && close())
      return current
    },
    close,
  }
}
