import { describeRule, parseWhen } from '@aika/when'
import type { ReadTime } from '../domain/retime-reminder.ts'

/** Reads a time as people write it; undefined for what is none, or none that a reminder can have. */
export function readTime(text: string, timeZone: string, now: Date): ReadTime | undefined {
  const parsed = parseWhen(text, { now, timeZone })
  switch (parsed.kind) {
    case 'refused':
      return undefined
    case 'once':
      return { dueAt: parsed.at, rule: undefined, ruleInWords: undefined }
    case 'recurring': {
      const { rule, next } = parsed
      return { dueAt: next, rule: JSON.stringify(rule), ruleInWords: describeRule(rule) }
    }
    default:
      throw parsed satisfies never
  }
}
