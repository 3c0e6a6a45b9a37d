import type { Card } from '@aika/contracts'

/** Whether a call may run. `ask`: only after its person's yes. */
export type Verdict =
  | { kind: 'allow' }
  | {
      kind: 'ask'
      card: Card
      /** What an “Always” would cover; undefined where every single one is asked. */
      pattern: string | undefined
    }
  | { kind: 'block'; reason: string }

/** One reason to ask. */
export interface Concern {
  /** `Delete a file`. */
  title: string
  /** One sentence. */
  why: string
  diff?: string
}
