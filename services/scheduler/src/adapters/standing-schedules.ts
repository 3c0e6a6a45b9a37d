import { housekeepingQueue, sandboxSweepQueue, type Housekeeping } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { scheduleEvery, type Connection } from '@aika/queue'
import type { Logger } from '@aika/service-kit'

export interface Beats {
  /** How often what was left behind is looked for. */
  sweepMs: number
  /** How often they are set again: a Redis that lost its data has its beats back within this. */
  setAgainMs: number
}

const sandboxSweepMs = 60_000
const cacheCleaningMs = 3_600_000
/** A day is summed up so long after its end at most, and what was missed after a start. */
const summariesMs = 60_000
/** What was deleted is off the disk within this, whatever was lost; what a person asks to be forgotten is at once. */
const deletionsMs = 86_400_000
/** A question that is over shows it about so much later. */
const expiryMs = 2_000

/**
 * Keeps the beats set in Redis. Setting one again moves nothing: the next beat stays when it is, and many schedulers
 * make one beat. So it is done again when Redis is back, and from time to time, in case it is empty now.
 */
export class StandingSchedules implements AsyncDisposable {
  readonly #set: () => Promise<void>
  readonly #log: Logger
  readonly #timer: NodeJS.Timeout
  #setting = false
  #trouble: string | undefined

  private constructor(set: () => Promise<void>, setAgainMs: number, log: Logger) {
    this.#set = set
    this.#log = log
    this.#timer = setInterval(() => void this.again(), setAgainMs)
  }

  /** Sets the beats; waits for a Redis that is not there yet. */
  static async open(connection: Connection, beats: Beats, log: Logger): Promise<StandingSchedules> {
    const set = () => setAll(connection, beats)
    await set()
    return new StandingSchedules(set, beats.setAgainMs, log)
  }

  /** For the health check. @throws when the beats could not be set the last time. */
  async check(): Promise<void> {
    if (this.#trouble) throw new Error(this.#trouble)
  }

  async [Symbol.asyncDispose]() {
    clearInterval(this.#timer)
  }

  /**
   * To be called when Redis is back too: it may have come back empty. Never rejects. One at a time: while Redis is away
   * the first waits for it, and more would only queue up behind.
   */
  async again(): Promise<void> {
    if (this.#setting) return
    this.#setting = true
    try {
      await this.#set()
      this.#trouble = undefined
    } catch (error) {
      this.#trouble = messageOf(error)
      this.#log.warn({ reason: this.#trouble }, 'schedules could not be set again')
    } finally {
      this.#setting = false
    }
  }
}

async function setAll(connection: Connection, { sweepMs }: Beats): Promise<void> {
  const housekeeping = (task: Housekeeping['task'], everyMs: number) =>
    scheduleEvery(housekeepingQueue, connection, { id: task, everyMs, payload: { task } })
  await housekeeping('wake-stuck-chats', sweepMs)
  await housekeeping('say-lost-replies', sweepMs)
  await housekeeping('say-lost-reminders', sweepMs)
  await housekeeping('ask-lost-cards', sweepMs)
  await housekeeping('fetch-again', sweepMs)
  await housekeeping('expire-approvals', expiryMs)
  await housekeeping('clean-caches', cacheCleaningMs)
  await housekeeping('ask-for-summaries', summariesMs)
  await housekeeping('settle-deletions', deletionsMs)
  await housekeeping('rewrite-database', deletionsMs)
  await scheduleEvery(sandboxSweepQueue, connection, {
    id: 'sandbox-sweep',
    everyMs: sandboxSweepMs,
    payload: {},
  })
}
