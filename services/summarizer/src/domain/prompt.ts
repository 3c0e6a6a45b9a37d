import { maxWords, type Flaw, type SentenceCount } from './read-sentences.ts'

/** What a model is asked: instructions, and what they are about. */
export interface Prompt {
  system: string
  user: string
}

const inWords = { 1: 'ONE sentence', 2: 'TWO sentences', 4: 'FOUR sentences' }

/** How a length is asked for, in every prompt alike. */
export const exactly = (count: SentenceCount) =>
  `exactly ${inWords[count]}${count === 1 ? '' : ','} of at most ${maxWords} words${count === 1 ? '' : ' each'}`

/** @returns the instructions, with what was wrong with the first answer where there was one. */
export function withFlaw(instructions: string, count: SentenceCount, flaw: Flaw | undefined): string {
  if (!flaw) return instructions
  return `${instructions}\nYour last answer cannot be used: ${flaw}. Write ${exactly(count)}.`
}

/** As JSON text on one line, in which nothing can look like the end of the data. */
export const quoted = (text: string) =>
  JSON.stringify(text).replaceAll(/[<\u0085\u2028\u2029]/g, (sign) => `\\u${hex(sign)}`)

const hex = (sign: string) => sign.charCodeAt(0).toString(16).padStart(4, '0')

/** The beginning and the end of a text: there is the gist of a long one. Counted in characters. */
export function clipped(text: string, head: number, tail: number): string {
  const trimmed = text.trim()
  if (trimmed.length <= head + tail) return trimmed
  const ends = `${trimmed.slice(0, head)} […] ${trimmed.slice(-tail)}`
  return ends.toWellFormed().replaceAll('\uFFFD', '')
}
