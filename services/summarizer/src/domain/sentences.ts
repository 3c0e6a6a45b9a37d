const sentenceSegments = new Intl.Segmenter('und', { granularity: 'sentence' })

/** A point after these is never an end: “Dr. Smith”, “e.g. cheese”, “5 Mio. Euro”, “EE. UU.”. */
const titles = `mr mrs ms mme mlle dr dra dres prof sr sra srta hr fr vs nr fig approx ca geb bzw inkl evtl mio mrd ee ул кв вул смт`
const abbreviated = new RegExp(
  `(?:^|[\\s("“«.])(?:${titles.split(' ').join('|')}|e\\.g|i\\.e|z\\.b|d\\.h|\\p{L}*str)\\.\\s*$`,
  'iu',
)

/** “Am 12. Mai”, “im 3. Bezirk”: German writes a point where others write “th”. */
const ordinal =
  /(?:^|\s)(?:am|der|die|das|dem|den|des|vom|zum|zur|im|beim|bis|seit|ab|und|jede[nmrs]?|(?:ihr|sein|mein|ein)(?:e[nmrs]?)?)\s\p{N}{1,2}\.\s*$/iu
const numbered = /\p{N}\.\s*$/u
const germanMonth =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/u

/** A point after these may be one: “at 5 p.m. They met”, “plan B. He”, “Acme Inc. in Oslo”, “в 2026 г. Он”. */
const perhapsAbbreviated =
  /(?:^|[\s("“«.-])(?:\p{L}|st|no|inc|ltd|co|corp|jr|etc|u\.s|a\.m|p\.m|d\.c|usw|uhr|std|abs|uu|тыс|тис|млн|млрд|руб|грн|гг|др|стр|им)\.\s*$/iu
/** What is quoted may ask something in the middle of a sentence. */
const quoteEnds = /[.!?…。！？؟]["'”’»」』)]+\s*$/u
/** A name may begin small. Georgian has no capitals, and its letters count as small ones. */
const beginsSmall = /^(?!\p{Script=Georgian})[\p{Ll}\p{N},;:)\]}”’»"'–—-]/u

/** How a point is read that may end a sentence, or a word in the middle of one. */
export type Doubtful = 'goes on' | 'ends'

/** The sentences of a text, as its reader would tell them apart; trimmed, none empty. */
export function splitSentences(text: string, doubtful: Doubtful = 'goes on'): string[] {
  const sentences: string[] = []
  let before = ''
  for (const { segment } of sentenceSegments.segment(text)) {
    if (!segment.trim()) continue
    if (before !== '' && belongs(before, segment, doubtful)) sentences[sentences.length - 1] += segment
    else sentences.push(segment)
    before = segment
  }
  return sentences.map((sentence) => sentence.trim())
}

/** How many sentences a text has at least. */
export const countSentences = (text: string) => splitSentences(text).length

/** Whether a reader may count so many. */
export const mayHave = (count: number, text: string) =>
  splitSentences(text).length <= count && count <= splitSentences(text, 'ends').length

function belongs(before: string, part: string, doubtful: Doubtful): boolean {
  if (abbreviated.test(before) || ordinal.test(before)) return true
  if (numbered.test(before) && germanMonth.test(part)) return true
  if (doubtful === 'ends') return /^[,;:)\]}”’»]/u.test(part)
  return beginsSmall.test(part) || perhapsAbbreviated.test(before) || quoteGoesOn(before, part)
}

const quoteGoesOn = (before: string, part: string) => quoteEnds.test(before) && !/^\p{Lu}/u.test(part)
