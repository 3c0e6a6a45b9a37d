/** The most characters of one passage. */
export const maxChunkChars = 600
/** The most passages of one text: what stands behind about 200,000 characters is kept, but not found by its words. */
export const maxChunks = 400

/** From here on a sentence's end, or at least a word's, is where a text is cut. */
const minChunkChars = 400

/**
 * A text in pieces of at most 600 characters, in order, cut behind a sentence where there is one, else behind a word,
 * never inside a character. Joined they are the text again, as far as 400 pieces go.
 */
export function chunksOf(text: string): string[] {
  const chunks: string[] = []
  for (let from = 0; from < text.length && chunks.length < maxChunks;) {
    const end = from + cutOf(text.slice(from, from + maxChunkChars + 1))
    chunks.push(text.slice(from, end))
    from = end
  }
  return chunks
}

/** How many of the first 600 characters belong together. */
function cutOf(text: string): number {
  if (text.length <= maxChunkChars) return text.length
  const tail = text.slice(minChunkChars, maxChunkChars)
  const cut = lastEnd(tail, /[.!?…]["'”’)\]]?\s|[。！？\n]/gu) ?? lastEnd(tail, /\s/gu)
  if (cut !== undefined) return minChunkChars + cut
  return isHighSurrogate(text.charCodeAt(maxChunkChars - 1)) ? maxChunkChars - 1 : maxChunkChars
}

function lastEnd(text: string, pattern: RegExp): number | undefined {
  const last = [...text.matchAll(pattern)].at(-1)
  return last && last.index + last[0].length
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
