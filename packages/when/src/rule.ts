import { Cron } from 'croner'
import { z } from 'zod'
import { dayMs, instantOf, wallOf } from './wall-clock.ts'

/** The shortest time between two of a rule's moments. */
export const shortestMinutes = 5

const minuteMs = 60_000
/** How many moments of a pattern are looked at: every 52nd week of one weekday is found within that. */
const mostLooks = 1_000

/**
 * When something happens again and again. JSON; `words` is how people read it.
 *
 * `clock`: at a time of the wall clock, whatever the sun does: a cron pattern of five fields. With `step` only on every
 * `days`-th day from `from` on. `interval`: every so many minutes of real time from `from` on.
 */
export const Rule = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('clock'),
    cron: z.string().max(100).refine(isCron, 'not a cron pattern'),
    step: z.object({ days: z.int().min(2).max(366), from: z.iso.date() }).optional(),
    words: z.string().max(200),
  }),
  z.object({
    kind: z.literal('interval'),
    minutes: z
      .int()
      .min(shortestMinutes)
      .max(366 * 1_440),
    from: z.iso.datetime(),
    words: z.string().max(200),
  }),
])
export type Rule = z.output<typeof Rule>

/** A rule as it was stored with `JSON.stringify`; undefined when it is none. */
export function readRule(json: string): Rule | undefined {
  try {
    return Rule.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

/** `every weekday at 08:00`. */
export function describeRule(rule: Rule): string {
  return rule.words
}

/**
 * The first of a rule's moments after that one; undefined when there is none. A time of the wall clock that a day does
 * not have (spring) is the first moment after the gap, one that it has twice (autumn) is the first of the two.
 */
export function nextAfter(rule: Rule, timeZone: string, after: Date): Date | undefined {
  return rule.kind === 'interval' ? nextInterval(rule, after) : nextOnTheClock(rule, timeZone, after)
}

function nextInterval({ minutes, from }: Rule & { kind: 'interval' }, after: Date): Date {
  const [start, every] = [Date.parse(from), minutes * minuteMs]
  const passed = Math.floor((after.getTime() - start) / every) + 1
  return new Date(start + Math.max(passed, 1) * every)
}

/** Croner counts on clocks that never change; ours are then asked when they show that. */
function nextOnTheClock(rule: Rule & { kind: 'clock' }, timeZone: string, after: Date): Date | undefined {
  const cron = open(rule.cron)
  // Two days back, so that no change of the clocks hides one.
  let shown: Date | null = new Date(wallOf(after, timeZone) - 2 * dayMs)
  for (let looks = 0; looks < mostLooks; looks++) {
    shown = cron.nextRun(shown)
    if (!shown) return undefined
    if (rule.step && !isStep(rule.step, shown)) continue
    const at = instantOf(shown.getTime(), timeZone)
    if (at > after) return at
  }
  return undefined
}

function isStep({ days, from }: { days: number; from: string }, shown: Date): boolean {
  const passed = Math.floor(shown.getTime() / dayMs) - Math.floor(Date.parse(from) / dayMs)
  return passed >= 0 && passed % days === 0
}

const open = (cron: string) => new Cron(cron, { timezone: 'UTC', mode: '5-part' })

function isCron(cron: string): boolean {
  try {
    open(cron)
    return true
  } catch {
    return false
  }
}
