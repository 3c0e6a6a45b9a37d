const sentenceSegments = new Intl.Segmenter('und', { granularity: 'sentence' })

/** A point after these is not an end: “Dr. Smith”, “e.g. cheese”, the initial in “J. Doe”. */
const abbreviated =
  /(?:^|[\s("“«.])(?:mr|mrs|ms|dr|prof|st|vs|no|nr|fig|approx|e\.g|i\.e|z\.b|d\.h|\p{Lu})\.\s*$/iu
const goesOn = /^[\p{Ll}\p{N},;:)\]}”’»"'–—-]/u

/** How many sentences a text has, as its reader would count them. */
export function countSentences(text: string): number {
  const parts = [...sentenceSegments.segment(text)]
    .map(({ segment }) => segment)
    .filter((part) => part.trim())
  return parts.filter((part, index) => index === 0 || !belongs(parts[index - 1]!, part)).length
}

function belongs(before: string, part: string): boolean {
  return goesOn.test(part) || abbreviated.test(before)
}
