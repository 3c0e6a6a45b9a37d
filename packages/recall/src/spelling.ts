import { distanceBetween } from '@aika/spelling'

/** Longer words hold more errors. */
export const errorsAllowed = (word: string): number => (word.length >= 8 ? 2 : 1)

/** The letters of a word, a bit each; some share one. */
function lettersOf(word: string): number {
  let letters = 0
  for (let place = 0; place < word.length; place++) letters |= 1 << (word.charCodeAt(place) & 31)
  return letters
}

/** An error brings a word one letter at most that the other has not: this rules out most words at little cost. */
const mayBeNear = (a: number, b: number, limit: number) => hasUpTo(limit, a & ~b) && hasUpTo(limit, b & ~a)

function hasUpTo(limit: number, letters: number): boolean {
  let left = letters
  for (let taken = 0; taken < limit; taken++) left &= left - 1
  return left === 0
}

const mostCorrections = 3

/** The known words nearest to one that is not known, at most 3, the nearest first, equal ones by alphabet. */
export function nearest(word: string, known: string[]): string[] {
  const limit = errorsAllowed(word)
  const letters = lettersOf(word)
  return known
    .filter((candidate) => mayBeNear(letters, lettersOf(candidate), limit))
    .map((candidate) => ({ candidate, distance: distanceBetween(word, candidate, limit) }))
    .filter(({ distance }) => distance > 0 && distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .filter(({ distance }, _, [best]) => distance === best!.distance)
    .slice(0, mostCorrections)
    .map(({ candidate }) => candidate)
}
