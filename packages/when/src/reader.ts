import * as chrono from 'chrono-node'
import { repaired } from './repair.ts'
import type { WallMs } from './wall-clock.ts'

export type Start = chrono.ParsedComponents

interface Reader {
  parser: chrono.Chrono
  /** Whether this language may be meant at all. */
  reads(text: string): boolean
}

const isCyrillic = (text: string) => /\p{Script=Cyrillic}/u.test(text)
const isLatin = (text: string) => !isCyrillic(text)
/** Written with dots, the day comes first, in English too. */
const isDotted = (text: string) => /\d\.\d/.test(text)

const readers: Reader[] = [
  { parser: chrono.en.casual, reads: (text) => isLatin(text) && !isDotted(text) },
  { parser: chrono.en.GB, reads: (text) => isLatin(text) && isDotted(text) },
  { parser: chrono.ru.casual, reads: isCyrillic },
  { parser: chrono.uk.casual, reads: isCyrillic },
  ...[chrono.de, chrono.es, chrono.fr, chrono.it, chrono.pt, chrono.nl].map(({ casual }) => ({
    parser: casual,
    reads: isLatin,
  })),
]

/** Small words in front of a time that chrono leaves over. */
const small = new Set(
  'a at on by in the this в во на к ко у о об am um ab den el la los las le les à au il alle op om na no às'.split(
    ' ',
  ),
)

/** The text as one point in time, in the first language that understands all of it. */
export function read(text: string, wall: WallMs): Start | undefined {
  const asked = repaired(text)
  for (const { parser, reads } of readers) {
    const start = reads(text) ? readAll(parser, asked, wall) : undefined
    if (start) return start
  }
  return undefined
}

/** The same where `3/12` is the third of December. */
export const readDayFirst = (text: string, wall: WallMs): Start | undefined =>
  readAll(chrono.en.GB, text, wall)

function readAll(parser: chrono.Chrono, text: string, wall: WallMs): Start | undefined {
  // The person's clock is shown to chrono as one in UTC: zones are our business.
  const [only, more] = parser.parse(text, { instant: new Date(wall), timezone: 0 }, { forwardDate: true })
  if (!only || more || only.end) return undefined
  const before = text
    .slice(0, only.index)
    .split(/[\s,]+/u)
    .filter(Boolean)
  const after = text.slice(only.index + only.text.length)
  if (!/^[\s,.;:!]*$/u.test(after) || !before.every((word) => small.has(word))) return undefined
  // `the month` is none that lies ahead, and `at 10 minutes` is not `in 10 minutes`.
  if (isRelative(only.start) && /^(?:the|this) /u.test(only.text)) return undefined
  return before.length > 0 && isRelative(only.start) ? undefined : only.start
}

/** Counted from now. */
export const isRelative = (start: Start) => start.tags().has('result/relativeDate') || isNow(start)
export const isNow = (start: Start) => start.tags().has('casualReference/now')
/** Counted from now in hours or less: real time, whatever the clocks do. */
export const isElapsed = (start: Start) => start.tags().has('result/relativeDateAndTime') || isNow(start)
