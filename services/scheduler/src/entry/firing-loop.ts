import { messageOf } from '@aika/errors'
import { Counter, Histogram, type Logger } from '@aika/service-kit'
import { setTimeout as delay } from 'node:timers/promises'
import { fireReminders, type FireRemindersPorts } from '../domain/fire-reminders.ts'

const fired = new Counter({
  name: 'aika_reminders_fired_total',
  help: 'Reminders put on their way by this instance.',
})
const lateness = new Histogram({
  name: 'aika_reminder_lateness_seconds',
  help: 'How long after their time reminders were put on their way.',
  buckets: [0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 600],
})

export interface FiringLoopPorts extends FireRemindersPorts {
  /** The earliest moment at which one is due. */
  nextDue(): Promise<Date | undefined>
  /** Whether Redis takes jobs now. Without it nothing is fired: what is due stays due. */
  queuesAreReady: () => boolean
}

/** A reminder that was set a moment ago by another process is seen within this. */
const longestSleepMs = 400
const stuckAfterMs = 30_000

/**
 * Looks for reminders that are due, sleeping until the next one or 400 ms, whichever is less. Its own loop and not a beat in
 * Redis: a busy queue would make them late. Any number of these may run at the same time.
 */
export class FiringLoop implements AsyncDisposable {
  readonly #ports: FiringLoopPorts
  readonly #log: Logger
  readonly #stop = new AbortController()
  readonly #running: Promise<void>
  #lastRound = performance.now()
  #trouble: string | undefined

  constructor(ports: FiringLoopPorts, log: Logger) {
    this.#ports = ports
    this.#log = log
    this.#running = this.#run()
  }

  /** For the health check. @throws when the last round failed, or takes far too long. */
  async check(): Promise<void> {
    if (this.#trouble) throw new Error(this.#trouble)
    if (performance.now() - this.#lastRound > stuckAfterMs) throw new Error('the loop of reminders hangs')
  }

  /** Waits until what was begun is on its way. */
  async [Symbol.asyncDispose]() {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const sleepMs = await this.#round()
      await delay(sleepMs, undefined, { signal }).catch(() => undefined)
    }
  }

  /** @returns how long to sleep. */
  async #round(): Promise<number> {
    try {
      const sleepMs = this.#ports.queuesAreReady() ? await this.#fire() : longestSleepMs
      this.#trouble = undefined
      return sleepMs
    } catch (error) {
      const reason = messageOf(error)
      if (reason !== this.#trouble) this.#log.error({ err: error }, 'reminders could not be fired')
      this.#trouble = reason
      return longestSleepMs
    } finally {
      this.#lastRound = performance.now()
    }
  }

  async #fire(): Promise<number> {
    const late = await fireReminders(this.#ports)
    fired.inc(late.length)
    for (const ms of late) lateness.observe(ms / 1_000)
    const next = await this.#ports.nextDue()
    const untilNext = next ? next.getTime() - this.#ports.clock.now().getTime() : longestSleepMs
    return Math.min(Math.max(untilNext, 1), longestSleepMs)
  }
}
