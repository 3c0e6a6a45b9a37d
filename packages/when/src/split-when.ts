import type { When } from './parse-once.ts'
import { parseWhen, type ParsedWhen } from './parse-when.ts'

export interface SplitWhen {
  when: ParsedWhen
  /** What is left: what to remind of. Line breaks in it stay. */
  text: string
}

/** No time that people write has more words. */
const mostWords = 14

interface Piece extends SplitWhen {
  /** The words that were read as a time. */
  said: string
}

/**
 * Takes the time out of `in 10m buy milk` and `buy milk tomorrow 9am`: the longest one at the start, else the longest at
 * the end. A day at the start is joined by a time of day at the end: `tomorrow buy milk at 9`. Where there is none,
 * `when` is refused as `not_understood` and `text` is everything.
 */
export function splitWhen(text: string, when: When): SplitWhen {
  const words = wordsIn(text)
  const [front, back] = [longest(atStart(text, words), when), longest(atEnd(text, words), when)]
  const whole = front && joined(front, when)
  const inOrder = front && isAdjective(front) ? [whole, back, front] : [whole, front, back]
  const found = inOrder.find((piece) => piece && piece.when.kind !== 'refused') ?? front ?? back
  if (!found) return { when: { kind: 'refused', reason: 'not_understood' }, text: text.trim() }
  return { when: found.when, text: found.text }
}

interface Word {
  from: number
  to: number
}

const wordsIn = (text: string): Word[] =>
  [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({ from: index, to: index + word.length }))

type Cut = [said: string, rest: string]

/** Longest first. */
function atStart(text: string, words: Word[]): Cut[] {
  return words
    .slice(0, mostWords)
    .map(({ to }): Cut => [text.slice(0, to), text.slice(to)])
    .reverse()
}

function atEnd(text: string, words: Word[]): Cut[] {
  return words.slice(-mostWords).map(({ from }): Cut => [text.slice(from), text.slice(0, from)])
}

function longest(cuts: Cut[], when: When): Piece | undefined {
  for (const [said, rest] of cuts) {
    if (!isSensible(said)) continue
    const parsed = parseWhen(said.replace(/[\s,:;—–-]+$/u, ''), when)
    if (parsed.kind === 'refused' && parsed.reason === 'not_understood') continue
    return { when: parsed, text: tidy(rest), said: said.trim() }
  }
  return undefined
}

/** A short word alone is more often a word than a day: `do` and `mar` are days somewhere. */
const isSensible = (said: string) => /\d/u.test(said) || said.trim().length >= 4

/** `daily standup tomorrow 9am` is about one standup; `daily standup` about all. */
const isAdjective = ({ when, said }: Piece) => when.kind === 'recurring' && !/\s/u.test(said)

/** `tomorrow … at 9`: only figures at the end, and only where both together are one time. */
function joined(front: Piece, when: When): Piece | undefined {
  const back = longest(
    atEnd(front.text, wordsIn(front.text)).filter(([said]) => /\d/u.test(said)),
    when,
  )
  if (!back) return undefined
  const said = `${front.said} ${back.said}`
  const parsed = parseWhen(said, when)
  return parsed.kind === 'refused' ? undefined : { when: parsed, text: back.text, said }
}

const tidy = (rest: string) => rest.replaceAll(/^[\s,:;—–-]+|[\s,;—–-]+$/gu, '')
