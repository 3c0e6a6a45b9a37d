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
