import { gist, isOneSentence } from './extract-sentence.ts'
import { readSentences } from './read-sentences.ts'

/** Where nothing of a group can be quoted. */
const lastResorts = [
  'The user and the assistant exchanged something that could not be put into words.',
  'More was said then that could not be put into words.',
  'Something else was said that could not be put into words.',
  'The words themselves can still be found by searching.',
]

/**
 * As many sentences as there are groups, without a model: of each group the sentence that says most. The last resort.
 * Always passes `readSentences`.
 *
 * @param groups - 2 or 4, each with sentences or other text, oldest first.
 */
export function extractSentences(groups: readonly (readonly string[])[]): string[] {
  const count = groups.length === 4 ? 4 : 2
  const told = Array.from({ length: count }, (_, index) => telling(groups[index] ?? []))
  const tries = [told, told.map(quoting), lastResorts.slice(0, count)] as const
  const passes = (sentences: (string | undefined)[]) => {
    const verdict = readSentences(filled(sentences).join('\n'), count)
    return verdict.ok && verdict.sentences.join('\n') === filled(sentences).join('\n')
  }
  return filled(tries.find(passes) ?? lastResorts.slice(0, count))
}

const filled = (sentences: readonly (string | undefined)[]) =>
  sentences.map((sentence, index) => sentence ?? lastResorts[index]!)

/** Names, numbers and length: what is said most with. Sentences that can be kept as they are come first. */
function telling(group: readonly string[]): string | undefined {
  const candidates = group.slice(-mostLookedAt).map((text) => text.slice(0, 4_000))
  const [best] = candidates
    .map((text) => ({ text, weight: weightOf(text) }))
    .toSorted((left, right) => right.weight - left.weight)
  return best && (isOneSentence(best.text) ? best.text : quoting(best.text))
}

const mostLookedAt = 100

function weightOf(text: string): number {
  const facts = text.slice(1).match(/\p{N}+|(?<=\s)\p{Lu}/gu)?.length ?? 0
  return (isOneSentence(text) ? 1_000 : 0) + Math.min(facts, 12) * 20 + Math.min(text.length, 200) / 10
}

const wordsQuoted = 22

function quoting(text: string | undefined): string | undefined {
  const said = gist(text ?? '', wordsQuoted)
  const sentence = `It was said that “${said}”.`
  return said && isOneSentence(sentence) ? sentence : undefined
}
