/** A file of a person, below their folder. */
export interface FoundFile {
  path: string
  bytes: number
  changedAt: Date
}

export interface Plan {
  /** At least one, which may be empty. */
  parts: FoundFile[][]
  /** Larger than a part may be: they stay where they are. */
  tooLarge: FoundFile[]
}

/** How many files a zip holds at most, so that listing them stays small. */
const mostFiles = 20_000

/** Puts files into parts of at most so many bytes before packing, in their order. */
export function planParts(files: FoundFile[], mostBytes: number): Plan {
  const parts: FoundFile[][] = [[]]
  const tooLarge = files.filter(({ bytes }) => bytes > mostBytes)
  let filled = 0
  for (const file of files) {
    if (file.bytes > mostBytes) continue
    if (filled + file.bytes > mostBytes || parts.at(-1)!.length === mostFiles) {
      parts.push([])
      filled = 0
    }
    parts.at(-1)!.push(file)
    filled += file.bytes
  }
  return { parts, tooLarge }
}
