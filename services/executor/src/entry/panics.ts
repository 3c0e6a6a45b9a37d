import type { Control } from '@aika/contracts'

export interface PanicPorts {
  /** Ends every sandbox; safe to do again. @returns how many there were. */
  endAll(): Promise<number>
  /** Since when an admin holds the run queue. */
  heldSince(): Promise<Date | undefined>
  onTrouble(error: unknown): void
  log: { warn(fields: object, message: string): void }
}

const lookEveryMs = 1_000

/**
 * Hears panics. The broadcast is the fast way and may be lost, and an executor may start in the middle of one: so the hold
 * that each leaves on the queue is looked for as well, and everything is ended once for it.
 */
export function answerPanics(ports: PanicPorts): Disposable & { hear(control: Control): void } {
  let endedFor = 0
  const endAll = async () => {
    const sandboxes = await ports.endAll()
    ports.log.warn({ sandboxes }, 'panic: all sandboxes are ended')
  }
  const look = async () => {
    // Redis away: the next look finds out.
    const since = (await ports.heldSince().catch(() => undefined))?.getTime()
    if (since === undefined || since === endedFor) return
    await endAll()
    endedFor = since
  }
  let isLooking = false
  const lookAlone = () => {
    if (isLooking) return
    isLooking = true
    void look()
      .catch(ports.onTrouble)
      .finally(() => (isLooking = false))
  }
  lookAlone()
  const timer = setInterval(lookAlone, lookEveryMs)
  return {
    hear({ kind }) {
      if (kind === 'panic') endAll().catch(ports.onTrouble)
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
