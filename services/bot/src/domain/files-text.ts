import type { Listing } from '@aika/workspace'
import { inlineCode } from './inline-code.ts'
import { duration, size } from './words.ts'

/** Recent files with size and age, the newest first, as Markdown. */
export function filesText({ entries, truncated }: Listing, now: Date): string {
  if (entries.length === 0) return 'You have no files yet. Send me one, or ask me to write one.'
  const lines = entries.map(({ path, bytes, changedAt }) => {
    const seconds = Math.max(0, (now.getTime() - changedAt.getTime()) / 1_000)
    return `- ${inlineCode(path)}: ${size(bytes)}, ${duration(seconds)} ago`
  })
  const more = truncated ? ['', 'There are more; ask me for what you look for.'] : []
  return ['### Recent files', ...lines, ...more, '', '`/download <path>` sends you one.'].join('\n')
}
