const sentenceSegments = new Intl.Segmenter('und', { granularity: 'sentence' })

/** A point after these is not an end: “Dr. Smith”, “e.g. cheese”, the initial in “J. Doe”. */
const abbreviated =
  /(?:^|[\s("“«.])(?:mr|mrs|ms|dr|prof|st|vs|no|nr|fig|approx|e\.g|i\.e|z\.b|d\.h|\p{Lu})\.\s*$/iu
/** Georgian has no capitals at the beginning of a sentence, and its letters count as small ones. */
const goesOn = /^(?!\p{Script=Georgian})[\p{Ll}\p{N},;:)\]}”’»"'–—-]/u

/** The sentences of a text, as its reader would tell them apart; trimmed, none empty. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = []
  let before = ''
  for (const { segment } of sentenceSegments.segment(text)) {
    if (!segment.trim()) continue
    if (before !== '' && belongs(before, segment)) sentences[sentences.length - 1] += segment
    else sentences.push(segment)
    before = segment
  }
  return sentences.map((sentence) => sentence.trim())
}

/** How many sentences a text has, as its reader would count them. */
export const countSentences = (text: string) => splitSentences(text).length

function belongs(before: string, part: string): boolean {
  return goesOn.test(part) || abbreviated.test(before)
}
