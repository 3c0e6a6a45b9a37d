import { baseForm } from './irregular-words.ts'

/** Scripts that put no spaces between words; Intl knows where their words end. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/** A text as the index reads it: words apart from each other, each in one form. Never holds a NUL. */
export function indexText(text: string): string {
  // Without accents first: the “men” of “menú” is no word.
  return withoutAccents(plainText(text)).replace(/[a-z]+/g, baseForm)
}

/** Letters that people also write in another way, where no accent says so. */
const otherwise: Record<string, string> = {
  ß: 'ss',
  ё: 'е',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
}

/**
 * A text letter by letter, as its reader may type it again: small letters without accents, of letters that are written in
 * two ways one, nothing that nobody sees. Never holds a NUL.
 */
export const foldedText = (text: string): string => withoutAccents(smallText(text))

function plainText(text: string): string {
  const small = smallText(text)
  return isAscii(small) ? small : small.replace(unspaced, (run) => ` ${segmentsOf(run).join(' ')} `)
}

function smallText(text: string): string {
  const plain = text.replaceAll('\0', ' ')
  // Most texts are, and what follows takes its time.
  if (isAscii(plain)) return plain.toLowerCase()
  // Nobody sees that a hyphen could stand there, or which way a text runs.
  const seen = plain
    .toWellFormed()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
  return seen.toLowerCase().replace(/[ßёłøđıæœ]/g, (letter) => otherwise[letter]!)
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

/** Where a Chinese word ends depends on what is around it: its characters stand behind it as words of their own. */
function segmentsOf(run: string): string[] {
  return Array.from(segmenter.segment(run), ({ segment }) => segment).flatMap((word) =>
    /^\p{Script=Han}{2,}$/u.test(word) ? [word, ...(word.match(/./gu) ?? [])] : [word],
  )
}

/** The words of a text in their order, in lower case. */
export function wordsOf(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
}

/** Latin letters without their accents, as the index has them too. */
export function withoutAccents(text: string): string {
  if (isAscii(text)) return text
  return text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
    .normalize('NFC')
}

/** “Name: ” at the beginning of a text says who speaks. */
const speakerPrefix = /^(\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’.-]*){0,2}): /u

/** Who speaks, in lower case, where the text begins with it; in a quoted chat, say. */
export function speakerOf(body: string): string | undefined {
  const name = speakerPrefix.exec(body.slice(0, 80))?.[1]
  return name && plainText(name)
}

/** Longer ones are numbers of things and pasted data; nobody types them again with an error in it. */
const maxWordChars = 40

/**
 * The different words of a passage, under which it is counted. Who speaks is among them as `name:`, so that it can be
 * told whether a name is a speaker's.
 */
export function countedWords(body: string): string[] {
  const speaker = speakerOf(body)
  const words = wordsOf(withoutAccents(body)).filter((word) => word.length <= maxWordChars)
  return [...new Set([...words, ...(speaker ? [`${speaker}:`] : [])])]
}
