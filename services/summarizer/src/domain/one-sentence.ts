import { countSentences } from './sentences.ts'
import { countWords } from './words.ts'

/** The most words a stored sentence has. */
export const maxWords = 30
const minWords = 3
const maxCharacters = 400

/** Why a model's text is no sentence to keep; told to the model when it is asked again. */
export type Flaw = 'it is empty' | 'it is not plain prose' | 'it has more than one sentence' | 'it is too long' | 'it says nothing' // prettier-ignore

export type Verdict = { ok: true; sentence: string } | { ok: false; flaw: Flaw }

/**
 * Judges what a model wrote: exactly one sentence of 3 to 30 words, on one line, with an end. Thoughts are cut,
 * wrapping quotes and a “Summary:” before it are taken off, a missing full stop is added; nothing else is mended.
 */
export function readOneSentence(text: string): Verdict {
  const lines = withoutThoughts(text)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length === 0) return { ok: false, flaw: 'it is empty' }
  if (lines.length > 1) return { ok: false, flaw: 'it has more than one sentence' }
  const sentence = withEnd(unwrapped(lines[0]!))
  const flaw = flawOf(sentence)
  return flaw ? { ok: false, flaw } : { ok: true, sentence }
}

function flawOf(sentence: string): Flaw | undefined {
  if (countWords(sentence) < minWords) return 'it says nothing'
  if (!isProse(sentence)) return 'it is not plain prose'
  if (countWords(sentence) > maxWords || sentence.length > maxCharacters) return 'it is too long'
  return countSentences(sentence) === 1 ? undefined : 'it has more than one sentence'
}

/** A thought without its opening tag happens too: then all before its end is thought. */
function withoutThoughts(text: string): string {
  return text.replace(/<think>[\s\S]*?(<\/think>|$)/gi, '').replace(/^[\s\S]*<\/think>/i, '')
}

const heading = /^(?:here(?:’s|'s| is)\b[^:]{0,60}|(?:one[- ]sentence )?summary)\s*:\s*/i
const wrapped = /^(?:\*\*(.+)\*\*|"([^"]+)"|“([^“”]+)”|«([^«»]+)»|`([^`]+)`)$/u

function unwrapped(line: string): string {
  const bare = line.replace(heading, '').replaceAll(/\s+/gu, ' ').trim()
  const match = wrapped.exec(bare)
  return match
    ? match
        .slice(1)
        .find((inside) => inside !== undefined)!
        .trim()
    : bare
}

const end = /[.!?…。！？।؟][”"’')\]»」』]*$/u

function withEnd(sentence: string): string {
  return end.test(sentence) || !/[\p{L}\p{N}”"’')\]»」』]$/u.test(sentence) ? sentence : `${sentence}.`
}

/** Neither markup, nor JSON, nor a list, nor something that breaks off. */
function isProse(sentence: string): boolean {
  return end.test(sentence) && !/^[{[#>|*-]|```|<\/?[a-z]|\p{Cc}/iu.test(sentence)
}
