import type { FunctionCall } from './model.ts'

export interface BreakerLimits {
  maxSteps: number
  maxModelCalls: number
  turnMs: number
}

/** What a turn has done so far, as its record shows it. */
export interface TurnTally {
  calls: FunctionCall[]
  /** Outcomes of the calls that have run, in order. */
  failed: boolean[]
  modelCalls: number
  elapsedMs: number
}

export type Breaker = 'repeated_call' | 'alternating_calls' | 'tool_errors' | 'steps' | 'model_calls' | 'time'

/**
 * Whether this call may still run. The turn ends before the same call runs twice in a row, before a pair of calls is
 * run for the second time in turn, after three errors in a row, and at its limits of steps and time.
 */
export function breakerBeforeCall(
  call: FunctionCall,
  tally: TurnTally,
  limits: BreakerLimits,
): Breaker | undefined {
  const keys = [...tally.calls, call].map(keyOf)
  const [fourth, third, second, last] = keys.slice(-4)
  if (keys.length >= 2 && keys.at(-1) === keys.at(-2)) return 'repeated_call'
  if (keys.length >= 4 && fourth === second && third === last) return 'alternating_calls'
  return breakerOfLimits(tally, limits)
}

/** The limits that do not depend on the next call. */
export function breakerOfLimits(tally: TurnTally, limits: BreakerLimits): Breaker | undefined {
  if (tally.failed.length >= 3 && tally.failed.slice(-3).every(Boolean)) return 'tool_errors'
  if (tally.calls.length >= limits.maxSteps) return 'steps'
  if (tally.elapsedMs >= limits.turnMs) return 'time'
  return undefined
}

/** Name and arguments, whatever the order of the arguments. */
function keyOf({ name, args }: FunctionCall): string {
  return `${name}(${JSON.stringify(sorted(args ?? {}))})`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}

const words: Record<Breaker, string> = {
  repeated_call: 'I was about to do the same step twice in a row, so I stopped here.',
  alternating_calls: 'I was going back and forth between the same two steps, so I stopped here.',
  tool_errors: 'Three steps in a row failed, so I stopped here.',
  steps: 'This took as many steps as one message may take, so I stopped here.',
  model_calls: 'This took as many thoughts as one message may take, so I stopped here.',
  time: 'This took as long as one message may take, so I stopped here.',
}

/** What is said to the person when a breaker ends a turn. */
export function breakerAnswer(breaker: Breaker, done: string[]): string {
  const list = done.map((line) => `- ${line}`).join('\n')
  return done.length > 0 ? `${words[breaker]}\n\nDone so far:\n${list}` : words[breaker]
}
