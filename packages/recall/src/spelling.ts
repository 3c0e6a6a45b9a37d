/**
 * How many letters have to be added, left out, changed or swapped with their neighbour to make one word of the other;
 * `limit + 1` for anything more than that.
 */
export function distanceBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let [twoAbove, above] = [[] as number[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let leastOfRow = row
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      let least = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + same)
      const areSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (areSwapped) least = Math.min(least, twoAbove[column - 2]! + 1)
      leastOfRow = Math.min(leastOfRow, least)
      current.push(least)
    }
    // A swap looks back two rows, and costs at least what the row between them does.
    if (leastOfRow > limit) return limit + 1
    ;[twoAbove, above] = [above, current]
  }
  return Math.min(above[b.length]!, limit + 1)
}

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
