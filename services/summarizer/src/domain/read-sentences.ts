import { countSentences, mayHave, splitSentences } from './sentences.ts'
import { countWords } from './words.ts'

/** One for an exchange, two for a stretch of a day and for a day, four for everything before. */
export type SentenceCount = 1 | 2 | 4

/** The most words a stored sentence has. */
export const maxWords = 30
const minWords = 3
const maxCharacters = 400

/** What is wrong with a model's text; told to the model when it is asked again. */
export type Flaw =
  | 'it is empty'
  | 'it is cut off'
  | 'it is not plain prose'
  | 'it speaks of your task instead of what was said'
  | 'it says nothing'
  | `a sentence in it is longer than ${typeof maxWords} words`
  | `it has ${number} ${'sentence' | 'sentences'} instead of ${SentenceCount}`

export type Verdict = { ok: true; sentences: string[] } | { ok: false; flaw: Flaw }

/**
 * Judges what a model wrote: exactly so many sentences of plain prose, 3 to 30 words each, with an end. Thoughts are
 * cut; a heading, numbers before each sentence, bold and wrapping quotes are taken off where it is plain what they are;
 * a missing full stop is added. Nothing else is mended. What is accepted may be counted as so many by `mayHave`.
 */
export function readSentences(text: string, count: SentenceCount): Verdict {
  const lines = bareLines(text, count)
  if (lines.length === 0) return refused('it is empty')
  const sentences = sentencesOf(lines, count)
  const flaw = flawOf(sentences, count)
  return flaw ? refused(flaw) : { ok: true, sentences }
}

const refused = (flaw: Flaw): Verdict => ({ ok: false, flaw })

function flawOf(sentences: string[], count: SentenceCount): Flaw | undefined {
  if (sentences.every((sentence) => countWords(sentence) < minWords)) return 'it says nothing'
  if (!sentences.every(isProse)) return 'it is not plain prose'
  if (sentences.some(isOfItself)) return 'it speaks of your task instead of what was said'
  if (!isCount(sentences, count)) return wrongCount(sentences, count)
  if (sentences.some((sentence) => countWords(sentence) < minWords)) return 'it says nothing'
  return sentences.some(isTooLong) ? `a sentence in it is longer than ${maxWords} words` : undefined
}

/** Each of them is one, and together they are no more: a point that may be of a word is not held against a sentence. */
const isCount = (sentences: string[], count: SentenceCount) =>
  sentences.length === count &&
  sentences.every((sentence) => countSentences(sentence) === 1) &&
  mayHave(count, sentences.join(' '))

function wrongCount(sentences: string[], count: SentenceCount): Flaw {
  const fewest = sentences.reduce((sum, sentence) => sum + countSentences(sentence), 0)
  const found = fewest < count ? splitSentences(sentences.join(' '), 'ends').length : fewest
  return `it has ${found} ${found === 1 ? 'sentence' : 'sentences'} instead of ${count}`
}

const isTooLong = (sentence: string) => countWords(sentence) > maxWords || sentence.length > maxCharacters

/** A line each, or running text: several lines that are neither are a list of something else. */
function sentencesOf(lines: string[], count: SentenceCount): string[] {
  if (lines.length === count) return lines.map(withEnd)
  const text = lines.length === 1 ? withEnd(lines[0]!) : lines.join('\n')
  const readings = [splitSentences(text), splitSentences(text, 'ends')] as const
  return readings.find((sentences) => sentences.length === count) ?? readings[0]
}

function bareLines(text: string, count: SentenceCount): string[] {
  const lines = withoutThoughts(text)
    .replaceAll(turningMarks, '')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim())
    .filter(Boolean)
  const said = lines.length > 1 && titleAlone.test(lines[0]!) ? lines.slice(1) : lines
  return unnumbered(said, count).map(unwrapped).filter(Boolean)
}

/** A thought without its opening tag happens too: then all before its end is thought. */
function withoutThoughts(text: string): string {
  return text.replace(/<think>[\s\S]*?(<\/think>|$)/gi, '').replace(/^[\s\S]*<\/think>/i, '')
}

/** They turn the direction of a line that is shown, or are not seen at all. */
const turningMarks = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

const numbered = /^(?:\(?[1-4][.):]\)?|[-*•])\s+(?=\S)/u

function unnumbered(lines: string[], count: SentenceCount): string[] {
  const isList = lines.length === count && lines.every((line) => numbered.test(line))
  return isList ? lines.map((line) => line.replace(numbered, '')) : lines
}

const titleAlone = /^(?:#{1,4} .{1,60}|\*\*[^*]{1,60}\*\*:?|(?:here|summary|memory|result)\b[^.!?]{0,60}:)$/iu
const heading =
  /^(?:here(?:’s|'s| is| are)\b[^:.]{0,60}|(?:(?:one|two|four)[- ]sentence )?(?:summary|memory))\s*:\s*/i
const wrapped = /^(?:"([^"]+)"|“([^“”]+)”|«([^«»]+)»|`([^`]+)`)$/u

function unwrapped(line: string): string {
  const bare = line.replaceAll(/\*\*([^*]+)\*\*/gu, '$1').replace(heading, '')
  const match = wrapped.exec(bare)
  return (match?.slice(1).find((inside) => inside !== undefined) ?? bare).trim()
}

const end = /[.!?…。！？।؟։።][”"’')\]»」』]*$/u

function withEnd(sentence: string): string {
  return end.test(sentence) || !/[\p{L}\p{M}\p{N}”"’')\]»」』]$/u.test(sentence) ? sentence : `${sentence}.`
}

/** Neither markup, nor JSON, nor a list, nor a token of a model, nor something that breaks off. */
function isProse(sentence: string): boolean {
  return end.test(sentence) && !/^[{[#>|*-]|```|<\/?[a-z]|<\||\|>|[◁▷]|\p{Cc}/iu.test(sentence)
}

/** A refusal, or a thought that has lost its tags: kept, it would stand for what was said for ever. */
const isOfItself = (sentence: string) => ofItself.some((beginning) => beginning.test(sentence))

const ofItself = [
  /^as an? (?:ai|(?:large )?language model)\b/iu,
  /^(?:(?:i['’]?m|i am) )?(?:very )?sorry,? (?:but )?(?:i|as)\b/iu,
  /^i (?:can(?:not|['’]t| not)|(?:am|['’]m) (?:not able|unable) to|won['’]t) .*\b(?:assist|help|summari[sz]e|comply|request|content)\b/iu,
  /^(?:ok(?:ay)?|all ?right|sure|certainly|of course|hmm|wait)\b[,.!:]? (?:so |now |then |first )?,?(?:i\b|i['’]|let['’]?s? |here)/iu,
  /^(?:so |now |first,? )?(?:i (?:need|have|want|should|must|will)|let me|i['’]ll|let['’]s)\b.*\b(?:summar\w*|sentences?|exchanges?|conversation)\b/iu,
]
