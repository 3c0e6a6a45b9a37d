/** Scripts that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const wordSegments = new Intl.Segmenter('und', { granularity: 'word' })

/** Words as a reader counts them: what stands between spaces, and in scripts without spaces what a dictionary finds. */
export function countWords(text: string): number {
  return tokensOf(text).reduce((sum, token) => sum + wordsIn(token), 0)
}

/** The beginning of a text: whole words, at most so many, none longer than `maxCharacters`. */
export function firstWords(text: string, most: number, maxCharacters = 40): string {
  const taken: string[] = []
  let left = most
  for (const token of tokensOf(text)) {
    const words = wordsIn(token)
    if (words > left) {
      if (unspaced.test(token)) taken.push(cutUnspaced(token, left, maxCharacters))
      break
    }
    taken.push(cutCharacters(token, maxCharacters))
    left -= words
  }
  return taken.filter(Boolean).join(' ')
}

const tokensOf = (text: string) => text.split(/\s+/u).filter(Boolean)

function wordsIn(token: string): number {
  if (!unspaced.test(token)) return /[\p{L}\p{N}]/u.test(token) ? 1 : 0
  return [...wordSegments.segment(token)].filter(({ isWordLike }) => isWordLike).length
}

function cutUnspaced(token: string, most: number, maxCharacters: number): string {
  let left = most
  let end = 0
  for (const { segment, index, isWordLike } of wordSegments.segment(token)) {
    if (isWordLike && left-- <= 0) break
    end = index + segment.length
  }
  return cutCharacters(token.slice(0, end), maxCharacters)
}

/** Counted in code points, so that no pair of surrogates is cut in two. */
function cutCharacters(token: string, most: number): string {
  const characters = Array.from(token)
  return characters.length <= most ? token : `${characters.slice(0, most).join('')}…`
}
