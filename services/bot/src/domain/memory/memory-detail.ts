import type { Exchange, Note, Summary } from '@aika/store'
import { type ButtonWish, encodeWish } from '../callback-data.ts'
import { plainLine } from '../inline-code.ts'
import { localDate } from '../local-date.ts'
import type { Button } from '../telegram.ts'
import { words } from '../words.ts'
import { dayName } from './day-name.ts'
import type { MemoryList } from './memory-text.ts'

const shownSources = 5
const quoted = 140

/** One sentence of a summary, and where it came from. @param sources - those that are still there. */
export function sentenceDetail(
  { kind, period }: Pick<Summary, 'kind' | 'period'>,
  text: string,
  sources: Exchange[],
  forget: ButtonWish,
  { timeZone, now }: { timeZone: string; now: Date },
): MemoryList {
  const shown = sources.slice(0, shownSources)
  const lines = shown.map(({ at, question, answer }) => {
    return `- from ${localDate(at, timeZone, now)}: you wrote “${plainLine(question, quoted)}” / I answered “${plainLine(answer, quoted)}”`
  })
  const more = sources.length - shown.length
  const from =
    lines.length > 0
      ? ['It was made', ...lines, ...(more > 0 ? [`- and from ${more} more`] : [])]
      : ['What it was made from is not there any more.']
  const about = `${titles[kind]} ${dayName(period.slice(0, 'yyyy-mm-dd'.length), now)}`
  return { markdown: [`**${plainLine(text)}**`, about, '', ...from].join('\n'), buttons: below(forget) }
}

const titles = { major: 'What I know about you, as of', daily: 'From', fold: 'From today,' } satisfies Record<
  Summary['kind'],
  string
>

/** One note, whole as far as a message holds it. */
export function noteDetail(
  { text, createdAt }: Note,
  forget: ButtonWish,
  { timeZone, now }: { timeZone: string; now: Date },
): MemoryList {
  const from = `A note that I keep on purpose, from ${localDate(createdAt, timeZone, now)}.`
  return { markdown: [`**${plainLine(text, 1_500)}**`, from].join('\n'), buttons: below(forget) }
}

function below(forget: ButtonWish): Button[][] {
  const data = encodeWish(forget)
  const back = { text: words.back, data: encodeWish({ kind: 'memory' })! }
  return [[...(data ? [{ text: words.forgetThis, data }] : []), back]]
}
