import type { Drive } from './drive.ts'
import { asksToRemember } from './permission/note-words.ts'
import { noteLine } from './prompt-lines.ts'
import { callsMade } from './transcript.ts'

/** An answer, and under it what was noted without having been asked for: nothing is kept behind its person's back. */
export function withNoted(
  answer: string,
  { words, transcript }: Pick<Drive, 'words' | 'transcript'>,
): string {
  if (asksToRemember(words)) return answer
  const notes = callsMade(transcript).flatMap(({ call: { name, args = {} }, failed }) => {
    const { action, text } = args
    return !failed && name === 'memory' && action === 'add' && typeof text === 'string' ? [text] : []
  })
  if (notes.length === 0) return answer
  return `${answer}\n\n📝 Noted: ${notes.map((text) => `“${noteLine(text)}”`).join(', ')}. /memory shows it and forgets it.`
}
