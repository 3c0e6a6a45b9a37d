import type { Incident, incidentQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import type { Producer } from '@aika/queue'
import { randomInt } from 'node:crypto'
import { ZodError } from 'zod'
import { sourceFrames } from './incident-code.ts'
import { describeError, type Described } from './incident-error.ts'
import { fingerprintOf, appDir } from './incident-frames.ts'
import { renderReport, type IncidentContext } from './incident-report.ts'
import type { Logger } from './logger.ts'

/** Where surprises are told: each becomes a report that admins can read, with a short id that people can quote. */
export interface Incidents extends AsyncDisposable {
  /**
   * Tells of an error that nobody expected. Returns at once and never throws; the report is built and queued later, and
   * waits in memory while Redis is away. Of equal errors in a flood only the first few are queued, and the others get the
   * id of the last one that was.
   *
   * @returns `e-` and six characters.
   */
  report(error: unknown, context?: IncidentContext): string
  /** For a consumer's `onFailed`: reports jobs that failed for good, with as much of them as is no text of people's. */
  ofQueue(queue: string): (payload: unknown, error: Error) => void
}

export interface IncidentsOptions {
  now?: () => number
  /** How long to wait before Redis is tried again. */
  retryMs?: number
  /** Where code may be read. */
  appDir?: string
  /** Takes out secrets that only this service knows; what looks like one goes anyway. */
  scrub?: (text: string) => string
}

/** Equal errors that are queued within a minute. */
const perMinute = 5
const minuteMs = 60_000
const maxWaiting = 50
const maxFingerprints = 1_000
/** How long a stopping service tries to get rid of what waits. */
const lastTryMs = 2_000

interface Flood {
  since: number
  queued: number
  folded: number
  lastId: string
}

interface Waiting {
  error: Described
  context: IncidentContext
  incident: Pick<Incident, 'incidentId' | 'fingerprint' | 'at'>
  payload?: Incident
}

type IncidentProducer = Pick<Producer<typeof incidentQueue.payload, typeof incidentQueue.result>, 'enqueue'>
type IncidentLog = Pick<Logger, 'error' | 'warn'>

/** @param producer - of the `incident` queue. */
export function incidents(
  producer: IncidentProducer,
  service: string,
  log: IncidentLog,
  options: IncidentsOptions = {},
): Incidents {
  return new IncidentLine(producer, service, log, options)
}

class IncidentLine implements Incidents {
  readonly #producer: IncidentProducer
  readonly #service: string
  readonly #log: IncidentLog
  readonly #options: Required<IncidentsOptions>
  readonly #floods = new Map<string, Flood>()
  readonly #waiting: Waiting[] = []
  #sending: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined

  constructor(
    producer: IncidentProducer,
    service: string,
    log: IncidentLog,
    { now = Date.now, retryMs = 5_000, appDir: codeDir = appDir, scrub = (text) => text }: IncidentsOptions,
  ) {
    this.#producer = producer
    this.#service = service
    this.#log = log
    this.#options = { now, retryMs, appDir: codeDir, scrub }
  }

  report(thrown: unknown, context: IncidentContext = {}): string {
    const at = this.#options.now()
    const error = describeError(thrown)
    const fingerprint = fingerprintOf(this.#service, error.kind, error.stack, this.#options.appDir)
    const flood = this.#floodOf(fingerprint, at)
    if (flood.queued >= perMinute) {
      flood.folded++
      return flood.lastId
    }
    const incidentId = newId()
    const notReported = flood.folded || undefined
    Object.assign(flood, { queued: flood.queued + 1, folded: 0, lastId: incidentId })
    this.#log.error(
      { incidentId, fingerprint, traceId: context.traceId, reason: this.#options.scrub(error.title) },
      'an incident is reported',
    )
    this.#waiting.push({
      error,
      context: { ...context, notReported },
      incident: { incidentId, fingerprint, at },
    })
    if (this.#waiting.length > maxWaiting) this.#drop()
    this.#send()
    return incidentId
  }

  ofQueue(queue: string) {
    return (payload: unknown, error: Error): void => void this.report(error, { queue, ...idsOf(payload) })
  }

  async [Symbol.asyncDispose]() {
    clearTimeout(this.#retry)
    this.#send()
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, lastTryMs)
    await Promise.race([this.#sending, promise])
    clearTimeout(timer)
    clearTimeout(this.#retry)
    if (this.#waiting.length > 0) this.#log.warn({ count: this.#waiting.length }, 'incidents were not queued')
  }

  #floodOf(fingerprint: string, at: number): Flood {
    const known = this.#floods.get(fingerprint)
    if (known && at - known.since < minuteMs) return known
    const flood = { since: at, queued: 0, folded: known?.folded ?? 0, lastId: known?.lastId ?? '' }
    this.#floods.delete(fingerprint)
    this.#floods.set(fingerprint, flood)
    if (this.#floods.size > maxFingerprints) this.#floods.delete(this.#floods.keys().next().value!)
    return flood
  }

  #drop(): void {
    // The one being sent stays.
    const [dropped] = this.#waiting.splice(1, 1)
    this.#log.warn({ incidentId: dropped?.incident.incidentId }, 'too many incidents wait: one is dropped')
  }

  #send(): void {
    clearTimeout(this.#retry)
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined))
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      try {
        next.payload ??= await this.#payloadOf(next)
        await this.#producer.enqueue(next.payload)
        this.#waiting.shift()
      } catch (error) {
        if (!(error instanceof ZodError)) return this.#later(next, error)
        this.#log.error({ err: error }, 'an incident does not fit its contract')
        this.#waiting.shift()
      }
    }
  }

  #later({ incident, error }: Waiting, why: unknown): void {
    const { incidentId } = incident
    const { stack } = error
    this.#log.error({ incidentId, stack, reason: messageOf(why) }, 'an incident cannot be queued yet')
    this.#retry = setTimeout(() => this.#send(), this.#options.retryMs)
    this.#retry.unref()
  }

  async #payloadOf({ error, context, incident }: Waiting): Promise<Incident> {
    const frames = await sourceFrames(error.stack, this.#options.appDir).catch(() => [])
    const facts = { ...incident, service: this.#service, error, frames, context, at: new Date(incident.at) }
    return {
      ...incident,
      service: this.#service,
      title: this.#options.scrub(error.title),
      report: this.#options.scrub(renderReport(facts)),
      ...idsOf(context),
    }
  }
}

/** Only what fits the contract: a wrong id must not cost the report. */
function idsOf(value: unknown): Pick<Incident, 'traceId' | 'userId'> {
  const { traceId, userId } = (typeof value === 'object' && value ? value : {}) as IncidentContext
  return {
    ...(typeof traceId === 'string' && traceId.length >= 8 && traceId.length <= 64 && { traceId }),
    ...(Number.isSafeInteger(userId) && Number(userId) > 0 && { userId: Number(userId) }),
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

function newId(): string {
  return `e-${Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')}`
}
