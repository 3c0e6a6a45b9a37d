import type { LanguageModel } from '../../../services/summarizer/src/domain/language-model.ts'
import type { Prompt } from '../../../services/summarizer/src/domain/prompt.ts'

const counts: Record<string, number> = { one: 1, two: 2, four: 4 }
const asked = /\bexactly (one|two|four|\d)\b/i
/** As long as what models write of long texts: close to the most that is taken. */
const mostWords = 26
const fewestWords = 8
/** A short text is said in fewer words than it has. */
const share = 0.45

/**
 * A model that is a pure function of what it is asked: as many sentences as the instructions want, one a line, made of
 * words of the text itself, taken evenly from its beginning to its end.
 */
export const standInWriter: LanguageModel = {
  complete: (_model, prompt) => Promise.resolve({ kind: 'text', text: written(prompt) }),
}

/** What it writes. */
export function written({ system, user }: Prompt): string {
  const word = asked.exec(system)?.[1]?.toLowerCase()
  if (!word) throw new Error('the instructions do not say how many sentences are wanted')
  const count = counts[word] ?? Number(word)
  const words = wordsOf(user)
  const each = Math.ceil(words.length / count)
  return Array.from({ length: count }, (_, index) =>
    sentenceOf(words.slice(index * each, (index + 1) * each)),
  ).join('\n')
}

function sentenceOf(words: string[]): string {
  const count = Math.min(mostWords, Math.max(fewestWords, Math.round(words.length * share)))
  const taken = Array.from({ length: Math.min(count, words.length) }, (_, index) => {
    return words[Math.floor((index * words.length) / count)]!
  })
  const text = ['the person', ...taken].join(' ')
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

/** Of the material alone: neither its labels nor its marks. */
function wordsOf(user: string): string[] {
  const text = user.replaceAll(/<\/?\w+>|\\n|^\w+: /gm, ' ').toLowerCase()
  return text.match(/[\p{L}\p{N}]+(?:[’'.,][\p{L}\p{N}]+)*/gu) ?? []
}
