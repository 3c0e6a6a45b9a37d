/** The estimate used everywhere: four characters a token. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Keeps head and tail of a long text and has a mark say how much is missing between them. */
export function cutMiddle(text: string, maxChars: number, mark: (missing: number) => string): string {
  if (text.length <= maxChars) return text
  const head = Math.ceil(maxChars * 0.6)
  const tail = maxChars - head
  return `${text.slice(0, head)}\n${mark(text.length - maxChars)}\n${text.slice(text.length - tail)}`.toWellFormed()
}
