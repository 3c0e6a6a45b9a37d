import type { ProviderCall } from './call.ts'
import type { TokenCounts } from './usage-tail.ts'

/**
 * How a call ended. `refused`: the vendor's own error was passed on. `cut`: the vendor's line broke after bytes had
 * flowed. `aborted`: the caller went away.
 */
export type Outcome =
  | 'ok'
  | 'refused'
  | 'all_keys_resting'
  | 'no_usable_key'
  | 'timeout'
  | 'unreachable'
  | 'cut'
  | 'aborted'
  | 'internal'

export interface CallRecord {
  call: ProviderCall
  outcome: Outcome
  /** What the caller got; 499 when it had gone. */
  status: number
  tokens: TokenCounts
  startedMs: number
  latencyMs: number
}

export interface Meter {
  /** Takes note of a finished call. Returns at once and never throws: a full disk is no reason to lose an answer. */
  record(record: CallRecord): void
}
