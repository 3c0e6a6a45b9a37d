/** What the model reads of a list; more would burn tokens on lines nobody looks at. */
const maxListChars = 12_000

/** As many lines as there is room for, and whether that is all. */
export function fitLines(lines: string[]): { shown: string[]; isAll: boolean } {
  let room = maxListChars
  const end = lines.findIndex((line) => (room -= line.length + 4) < 0)
  return end < 0 ? { shown: lines, isAll: true } : { shown: lines.slice(0, end), isAll: false }
}
