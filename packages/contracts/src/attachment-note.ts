/** What is told of a file that came with a message. */
export interface NotedFile {
  /** From the person's folder. Neither it nor the name has white space or square brackets; commas and round ones it may. */
  path: string
  name: string
  /** Once it is there; so is its size. */
  mime: string | undefined
  bytes: number | undefined
  state: 'waiting' | 'ready' | 'failed'
  /** Of a failed one: why, in a person's words. */
  problem: string | undefined
}

const opening = 'Pending attachments: ['
const closing = ']\n\n'

/**
 * What a turn's text says of the files that came with it, before the person's words; kept with the turn, so that later
 * turns know of them too. Writer: agent. Readers: agent, for the prompt, and store, for the names in the index.
 */
export function withAttachmentNote(files: NotedFile[], words: string): string {
  if (files.length === 0) return words
  return `${opening}${files.map(noteOf).join(', ')}${closing}${words}`
}

/** The note and the words again; no note is empty. */
export function splitAttachmentNote(text: string): { note: string; words: string } {
  const end = text.startsWith(opening) ? text.indexOf(closing) : -1
  if (end === -1) return { note: '', words: text }
  return { note: text.slice(0, end + 1), words: text.slice(end + closing.length) }
}

/** What the files of a note are called, without their folders. */
export function namesInNote(note: string): string[] {
  const files = note.slice(opening.length).matchAll(/(?:^|(?<=\), ))(\S+) \(/g)
  return Array.from(files, ([, path]) => path!.slice(path!.lastIndexOf('/') + 1))
}

function noteOf({ path, name, mime, bytes, state, problem }: NotedFile): string {
  if (state === 'failed') return `${name} (not fetched: ${problem ?? 'unknown reason'})`
  return `${path} (${mime ?? 'unknown type'}, ${sizeOf(bytes ?? 0)})`
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
