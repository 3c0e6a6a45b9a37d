import { foldedText } from '@aika/recall'

/** A word as it is looked for in texts that are folded as search folds them: both find the same. */
export interface Wanted {
  /** Where it occurs, this does: its longest run of letters and digits. */
  core: string
  /** The core as it stands in simple texts that are not folded. */
  written: RegExp
  /** “art” is not meant to take “start” along, and 77 not 177. */
  shape: RegExp
}

export const wantedWords = (words: string[]): Wanted[] =>
  words
    .map(foldedText)
    .filter(Boolean)
    .map((word) => ({ core: coreOf(word), written: writtenOf(coreOf(word)), shape: shapeOf(word) }))

function coreOf(word: string): string {
  const runs = word.match(/[\p{L}\p{N}]+/gu) ?? ['']
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest))
}

const writtenOf = (core: string) => new RegExp(core.replaceAll('е', '[её]'), 'i')

function shapeOf(word: string): RegExp {
  const begins = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(word)
  return new RegExp(
    `${begins ? '(?<![\\p{L}\\p{N}])' : ''}${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`,
    'u',
  )
}

/** @returns those that a text does not hold, as words or beginnings of words. */
export function missingIn(text: string, wanted: Wanted[]): Wanted[] {
  const likely = likelyIn(text, wanted)
  if (likely.length === 0) return wanted
  const said = quicklyFolded(text)
  return wanted.filter((word) => !(likely.includes(word) && word.shape.test(said)))
}

/** Those of which the core occurs: most texts hold none, and are told apart in no time. */
function likelyIn(text: string, wanted: Wanted[]): Wanted[] {
  if (!anyDifficult.test(text)) return wanted.filter(({ written }) => written.test(text))
  const said = quicklyFolded(text)
  return wanted.filter(({ core }) => said.includes(core))
}

/** The same of JSON, in which a letter may stand before a word that is none of it: `\\nred`; so it does in coloured output. */
export function missingInJson(json: string, wanted: Wanted[]): Wanted[] {
  // An escape before a word leaves its letters together, unless it is one that spells a letter.
  if (!json.includes('\\u') && likelyIn(json, wanted).length === 0) return wanted
  return missingIn(unescaped(json), wanted)
}

function unescaped(json: string): string {
  const text = json.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code?: string, sign?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : sign!.replace(/[bfnrt]/, ' '),
  )
  return text.replace(colour, ' ')
}

const colour = /\p{Cc}\[[\d;]*m/gu

/**
 * `foldedText`, in a fraction of the time for long texts. What has to be looked at is folded apart, with the sign before it,
 * as it may be an accent; such runs come again and again.
 */
export function quicklyFolded(text: string): string {
  const folded = text.replaceAll('\0', ' ').replace(difficult, foldedRun).toLowerCase().replaceAll('ё', 'е')
  // Of this letter the small one depends on where it stands.
  return /[σς]/.test(folded) ? foldedText(text) : folded
}

/** ASCII, Russian, and marks that people's texts are full of: each is folded for itself. */
const simple = '\\0-\\x7fА-яЁё«»‘’“”–—'
const anyDifficult = new RegExp(`[^${simple}]`)
const difficult = new RegExp(`[${simple}]?[^${simple}]+`, 'g')

const known = new Map<string, string>()
const most = { runs: 20_000, letters: 24 }

function foldedRun(run: string): string {
  if (run.length > most.letters) return foldedText(run)
  let folded = known.get(run)
  if (folded === undefined) {
    if (known.size === most.runs) known.clear()
    known.set(run, (folded = foldedText(run)))
  }
  return folded
}
