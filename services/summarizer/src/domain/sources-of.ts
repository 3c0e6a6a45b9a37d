/** Something that a sentence may have been made from, with the exchanges behind it. */
export interface Candidate {
  text: string
  turnIds: readonly string[]
}

/** So many exchanges are named at most; more explain nothing. */
const mostTurns = 50
/** So many candidates, where it is known which. */
const handful = 5

/**
 * The exchanges that a sentence was made from, as far as its words tell: those of the candidates that share the most
 * with it, rare words counting more. All of them, up to 50 spread evenly, where no word is shared.
 */
export function sourcesOf(sentence: string, candidates: readonly Candidate[]): string[] {
  const wordSets = candidates.map(({ text }) => wordsOf(text))
  const rarity = rarityIn(wordSets)
  const wanted = wordsOf(sentence)
  const scored = candidates
    .map((candidate, index) => ({ candidate, score: overlap(wanted, wordSets[index]!, rarity) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score)
  const best = scored[0]?.score ?? 0
  const chosen = scored.filter(({ score }) => score >= best / 2).slice(0, handful)
  const from = chosen.length > 0 ? chosen.map(({ candidate }) => candidate) : candidates
  return spread([...new Set(from.flatMap(({ turnIds }) => turnIds))], mostTurns)
}

/** At most so many of them, evenly spread, the first and the last among them. */
export function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
  )
}

const wordSegments = new Intl.Segmenter('und', { granularity: 'word' })

/** Endings differ from text to text, so a long word counts by how it begins. */
function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const { segment, isWordLike } of wordSegments.segment(text.slice(0, 2_000).toLowerCase())) {
    if (isWordLike) words.add(Array.from(segment).slice(0, 6).join(''))
  }
  return words
}

/** A word that all have says nothing; one that a single one has says most. */
function rarityIn(wordSets: readonly Set<string>[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const words of wordSets) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return (word) => Math.log((wordSets.length + 1) / (counts.get(word) ?? wordSets.length + 1))
}

function overlap(wanted: Set<string>, words: Set<string>, rarity: (word: string) => number): number {
  let sum = 0
  for (const word of wanted) if (words.has(word)) sum += rarity(word)
  return sum
}
