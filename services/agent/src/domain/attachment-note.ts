import type { Attachment } from '@aika/store'

const opening = 'Pending attachments: ['

/**
 * What a turn's text says of the files that came with it, before the person's words; kept with the turn, so that later
 * turns know of them too. Paths and names are cleaned where they are made.
 */
export function withAttachmentNote(attachments: Attachment[], words: string): string {
  if (attachments.length === 0) return words
  return `${opening}${attachments.map(noteOf).join(', ')}]\n\n${words}`
}

/** The note and the words again. */
export function splitAttachmentNote(text: string): { note: string; words: string } {
  const end = text.startsWith(opening) ? text.indexOf(']\n\n') : -1
  if (end === -1) return { note: '', words: text }
  return { note: text.slice(0, end + 1), words: text.slice(end + 3) }
}

function noteOf({ path, name, mime, bytes, state, problem }: Attachment): string {
  if (state === 'failed') return `${name} (not fetched: ${problem ?? 'unknown reason'})`
  return `${path} (${mime ?? 'unknown type'}, ${sizeOf(bytes ?? 0)})`
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
