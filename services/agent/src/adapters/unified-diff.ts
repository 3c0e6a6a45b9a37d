import { createTwoFilesPatch } from 'diff'

/** What changes between two texts, as a unified diff with three lines around each change. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(path, path, before, after, 'now', 'then', { context: 3 })
  return patch.slice(patch.indexOf('--- '))
}
