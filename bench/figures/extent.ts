/** How much one run measures. */
export interface Extent {
  /** Turns one after the other, for latencies. */
  turns: number
  /** Turns in all before memory is read again. */
  fill: number
  /** Turns with a command. */
  commands: number
  /** Turns that are stopped. */
  stops: number
  /** Quiet before memory is read: V8 gives back what it does not need within this time. */
  restMs: number
}

export const full: Extent = { turns: 300, fill: 2_000, commands: 25, stops: 24, restMs: 20_000 }
export const quick: Extent = { turns: 60, fill: 700, commands: 5, stops: 4, restMs: 5_000 }
