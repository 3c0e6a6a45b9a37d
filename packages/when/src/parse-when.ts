import { parseOnce, type When } from './parse-once.ts'
import { parseRule } from './parse-rule.ts'
import { nextAfter, type Rule } from './rule.ts'
import { wallOf } from './wall-clock.ts'

/** Why a text is no time to be reminded at. */
export type Refusal = 'past' | 'not_understood' | 'too_far' | 'too_soon' | 'too_often'

export type ParsedWhen =
  | { kind: 'once'; at: Date }
  | { kind: 'recurring'; rule: Rule; next: Date }
  | { kind: 'refused'; reason: Refusal }

const farthestYears = 5
/** Nearer than this it would be late before it is stored. */
const soonestMs = 1_000
const longestText = 120

/**
 * Reads a time as people write it, in English, Russian, German, Spanish, French, Italian, Portuguese, Dutch or Ukrainian:
 * `in 10m`, `tomorrow 9am`, `next monday 18:00`, `завтра в 9`, `2026-12-01T09:00Z`, `every weekday at 8`.
 *
 * The whole text must be one. A day alone means nine in the morning. A time of day that has passed is tomorrow's, a day
 * of the month or week that has passed the next one. A time of the wall clock that a day does not have is the first
 * moment after the gap; one that it has twice is the first. Never throws, whatever the text.
 *
 * @param when.timeZone - a name that `isTimeZone` accepts.
 */
export function parseWhen(text: string, when: When): ParsedWhen {
  const asked = text
    .normalize('NFC')
    .trim()
    .replaceAll(/\s+/gu, ' ')
    .replace(/[\s,.;!]+$/u, '')
  if (asked === '' || asked.length > longestText) return refused('not_understood')
  const rule = parseRule(asked.toLowerCase().replaceAll('ё', 'е'), {
    now: when.now,
    wall: wallOf(when.now, when.timeZone),
  })
  if (rule === 'too_often') return refused('too_often')
  if (rule) return recurring(rule, when)
  const at = parseOnce(asked, when)
  return at && !Number.isNaN(at.getTime()) ? once(at, when) : refused('not_understood')
}

function once(at: Date, { now }: When): ParsedWhen {
  if (at < now) return refused('past')
  if (at.getTime() - now.getTime() < soonestMs) return refused('too_soon')
  return isTooFar(at, now) ? refused('too_far') : { kind: 'once', at }
}

function recurring(rule: Rule, { now, timeZone }: When): ParsedWhen {
  const next = nextAfter(rule, timeZone, now)
  return !next || isTooFar(next, now) ? refused('too_far') : { kind: 'recurring', rule, next }
}

function isTooFar(at: Date, now: Date): boolean {
  const limit = new Date(now)
  limit.setUTCFullYear(limit.getUTCFullYear() + farthestYears)
  return at > limit
}

const refused = (reason: Refusal): ParsedWhen => ({ kind: 'refused', reason })
