/** Names may hold brackets: it ends with its line. */
const note = /\[?Pending attachments: \[(.*?)\]\]?\.?(?=\n|$)/is

/** The note about files that wait for the person's next text; empty when there is none. */
export function pendingNote(texts: string[]): string {
  return texts.map((text) => note.exec(text)?.[1] ?? '').find(Boolean) ?? ''
}

/** A text without that note: what the person wrote. */
export const withoutNote = (text: string) =>
  text.includes('Pending attachments:') ? text.replace(note, '').trim() : text

/** `a.png (image/png, 120 kB), b.pdf (application/pdf, 2 MB)`, one file each. */
export function listItemsOf(list: string): string[] {
  return list
    .split(/(?<=\)),\s*/)
    .map((item) => item.trim())
    .filter(Boolean)
}
