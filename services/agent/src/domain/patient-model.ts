import { AppError, messageOf } from '@aika/errors'
import type { Listener, Model, ModelAnswer, ModelRequest } from './model.ts'

/** One call to one model, without second tries. Throws `ModelTrouble` for what it understands. */
export interface SingleModel {
  ask(model: string, request: ModelRequest, listener: Listener, signal: AbortSignal): Promise<ModelAnswer>
}

/**
 * `gone`: no such model. `overloaded`: refused after the gateway's tries. `away`: the gateway itself cannot be reached.
 * `cut`: no answer of the vendor, or half of one. `signature`: a thought signature of an earlier step is not valid any
 * more, as after a change of key.
 */
export type Trouble = 'gone' | 'overloaded' | 'away' | 'cut' | 'signature' | 'resting' | 'refused'

export class ModelTrouble extends AppError {
  readonly trouble: Trouble
  readonly retryAfterSeconds: number | undefined

  constructor(trouble: Trouble, message: string, more: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(codes[trouble], message, { retryable: !final.has(trouble), cause: more.cause })
    this.trouble = trouble
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

const final = new Set<Trouble>(['signature', 'refused'])

const codes: Record<Trouble, string> = {
  gone: 'model_unavailable',
  overloaded: 'model_unavailable',
  away: 'model_unavailable',
  cut: 'model_unavailable',
  signature: 'model_refused',
  resting: 'quota_resting',
  refused: 'model_refused',
}

export interface PatientModelPorts {
  single: SingleModel
  /** Tells admins that a model was replaced; telling the same again is the callee's to avoid. */
  tellAdmins(gone: string, used: string): void
  clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> }
}

/**
 * How long a call is asked again, by what broke the last try. A vendor that is silent for so long should be told of. The
 * gateway comes back: what dies again and again is started again by Docker after up to 60 s, here twice in a row.
 */
const patienceMs = { cut: 45_000, away: 150_000 }
/** Each answer that had begun has been paid for. */
const maxBegun = 3
const skipGoneMs = 10 * 60_000

/**
 * Asks the first model that answers. A model that is gone is left alone for ten minutes and admins are told; an
 * overloaded one is passed over for this call; an answer that was cut short is asked for again, with growing pauses, and
 * at most three times where it had begun.
 */
export function patientModel({ single, tellAdmins, clock }: PatientModelPorts, models: string[]): Model {
  const goneUntil = new Map<string, number>()

  const candidates = () => {
    const present = models.filter((model) => (goneUntil.get(model) ?? 0) <= clock.now())
    return present.length > 0 ? present : models
  }

  const askOne: SingleModel['ask'] = async (model, request, listener, signal) => {
    const startedMs = clock.now()
    let begun = 0
    for (let tries = 0; ; tries++) {
      let hasBegun = false
      const noted: Listener = {
        text(soFar) {
          hasBegun = true
          listener.text(soFar)
        },
        call(name) {
          hasBegun = true
          listener.call(name)
        },
      }
      try {
        return await single.ask(model, request, noted, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (hasVoidSignatures(error, request)) {
          request = withoutSignatures(request)
          continue
        }
        const pauseMs = Math.min(250 * 2 ** tries, 3_000)
        const waitedMs = clock.now() - startedMs + pauseMs
        if (hasBegun) begun++
        if (begun >= maxBegun || waitedMs > patienceWith(error)) throw error
        await clock.sleep(pauseMs, signal)
      }
    }
  }

  return {
    async ask(request, listener, signal) {
      let trouble: unknown
      let gone: string | undefined
      for (const model of candidates()) {
        try {
          const answer = await askOne(model, request, listener, signal)
          if (gone) tellAdmins(gone, model)
          return answer
        } catch (error) {
          if (!(error instanceof ModelTrouble) || !['gone', 'overloaded'].includes(error.trouble)) throw error
          trouble = error
          gone ??= model
          if (error.trouble === 'gone') goneUntil.set(model, clock.now() + skipGoneMs)
        }
      }
      throw new ModelTrouble('overloaded', `no model answered, last: ${messageOf(trouble)}`, {
        cause: trouble,
      })
    },
  }
}

function patienceWith(error: unknown): number {
  if (!(error instanceof ModelTrouble)) return 0
  return error.trouble === 'cut' || error.trouble === 'away' ? patienceMs[error.trouble] : 0
}

/** What stands for the writer of steps whose signatures are void. */
const nobody = 'nobody'

function hasVoidSignatures(error: unknown, { writtenBy }: ModelRequest): boolean {
  const isVoid = [...writtenBy.values()].every((model) => model === nobody)
  return error instanceof ModelTrouble && error.trouble === 'signature' && !isVoid
}

function withoutSignatures(request: ModelRequest): ModelRequest {
  return { ...request, writtenBy: new Map([...request.writtenBy.keys()].map((index) => [index, nobody])) }
}
