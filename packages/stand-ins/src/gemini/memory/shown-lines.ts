import { isRecord, textOfValue } from '../../http/body.ts'
import { isResponse, type Content, type GenerateRequest } from '../wire.ts'
import { firstHand, own, summedUp, type Line } from './evidence.ts'

/** All that a request shows of earlier times, a line for each thing that was said. Questions answer nothing. */
export function shownLines({ contents }: GenerateRequest, question: string): Line[] {
  const said = contents.filter((content) => !isResponse(content))
  return said.flatMap((content) => linesOf(content, question)).filter(canAnswer)
}

function linesOf({ role, parts = [] }: Content, question: string): Line[] {
  const worth = role === 'model' ? own : firstHand
  const texts = parts.flatMap(({ text }) => text || [])
  return texts.flatMap((text) => {
    if (text === question || text.startsWith('[Now:')) return []
    const items = text.split('\n').filter((line) => line.startsWith('- '))
    // What is no list is a message of the last few, word for word.
    return items.length > 0
      ? items.flatMap((item) => datedLines(item.slice(2)))
      : [{ text, at: Infinity, worth }]
  })
}

/** What a search found, an entry each. */
export function foundLines(response: Record<string, unknown>): Line[] {
  return entriesOf(response).map(entryLine).filter(canAnswer)
}

function entriesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return isRecord(value) ? Object.values(value).flatMap(entriesOf) : []
}

function entryLine(entry: unknown): Line {
  if (!isRecord(entry)) return { text: textOfValue(entry), at: undefined, worth: firstHand }
  const texts = Object.values(entry).filter((field) => typeof field === 'string')
  const dated = texts.find((text) => momentOf(text) !== undefined)
  const longest = texts
    .filter((text) => text !== dated)
    .reduce((one, other) => (other.length > one.length ? other : one), '')
  const at = dated === undefined ? undefined : momentOf(dated)
  return { text: longest, at, worth: texts.includes('you') ? own : firstHand }
}

/** `Mon 5 Jan 2026, they #7: “…”`; `2026-01-05: …` with several sentences on a day. */
function datedLines(text: string): Line[] {
  const at = momentOf(text)
  if (at === undefined) return [{ text, at, worth: summedUp }]
  const [head = ''] = /^[^:“]{0,60}: ?/u.exec(text) ?? []
  const said = text.slice(head.length)
  if (!numeric.test(text))
    return [{ text: said.replace(/^“(.*)”$/su, '$1'), at, worth: / you #/.test(head) ? own : firstHand }]
  return said
    .split(/(?<=[.!?][”"]?)\s+(?=\p{Lu})/u)
    .map((sentence) => ({ text: sentence, at, worth: summedUp }))
}

const writtenOut = /^(?:\p{L}+,? )?(\d{1,2} \p{L}{3,9} \d{4})(?:,? (\d{2}:\d{2}))?/u
const numeric = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/

/** The moment with which a text begins. */
function momentOf(text: string): number | undefined {
  const [, day, time = '00:00'] = writtenOut.exec(text) ?? numeric.exec(text) ?? []
  const at = day === undefined ? Number.NaN : Date.parse(`${day} ${time} UTC`)
  return Number.isNaN(at) ? undefined : at
}

/** What it says when it finds nothing. */
export const nothingFound = 'I find nothing about that'

const canAnswer = ({ text }: Line) => !/\?["”’\s]*$/u.test(text) && !text.includes(nothingFound)
