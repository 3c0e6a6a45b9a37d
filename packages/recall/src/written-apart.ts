import type { Term } from './match-expression.ts'
import type { PassageIndex } from './passage-index.ts'
import { isStopWord } from './stop-words.ts'
import { count, type WeighedTerm } from './terms.ts'
import { withoutAccents, wordsOf } from './words.ts'

/** As the list of words has them; of a longer one there are too many parts. */
const mostLetters = 40

/** A word that nobody wrote like that, as two that stand together: “wifi” was “Wi-Fi”, “checkin” “check in”. */
export async function writtenApart(index: PassageIndex, userId: number, word: string): Promise<Term[]> {
  const letters = Array.from(word)
  if (letters.length > mostLetters) return []
  const pairs = letters
    .slice(1)
    .map((_, place) => [letters.slice(0, place + 1).join(''), letters.slice(place + 1).join('')] as const)
    .filter(([first, second]) => begins(first) && second.length > 1)
  const known = await index.occurrences(userId, pairs.flat())
  return pairs
    .filter((pair) => pair.every((part) => known.has(part)))
    .map(([first, second]) => ({
      text: `${first} ${second}`,
      passages: known.get(first)! + known.get(second)!,
    }))
    .filter(({ passages }) => passages <= mostWalked)
    .toSorted((a, b) => a.passages - b.passages)
    .slice(0, mostPairs)
    .map(({ text }) => ({ text }))
}

/** To see whether two words stand together the index walks through the passages of both. */
const mostWalked = 1_000
const mostPairs = 2

/** “Not able” is not “notable”; of single letters most are an article, or what an apostrophe left. */
const begins = (part: string) => (part.length > 1 ? !isStopWord(part) : !/[adimst]/.test(part))

const hyphenated = /[\p{L}\p{N}\p{M}]+(?:[-‐‑][\p{L}\p{N}\p{M}]+)+/gu
const mostHyphenated = 10

/** Words of a text that have hyphens, as one word each, of those that the person wrote so: “Wi-Fi” was “wifi”. */
export async function writtenAsOne(
  index: PassageIndex,
  userId: number,
  text: string,
): Promise<WeighedTerm[]> {
  const found = text.match(hyphenated)?.slice(0, mostHyphenated) ?? []
  if (found.length === 0) return []
  const joined = new Set(found.map((word) => wordsOf(withoutAccents(word)).join('')))
  return (await count(index, userId, [...joined])).filter(({ passages }) => passages > 0)
}
