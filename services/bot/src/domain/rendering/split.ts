import { isVisible } from './clean.ts'
import { type RichText, slice, type Span } from './rich-text.ts'

/**
 * Cuts rich text into pieces of at most `limit` UTF-16 units that all show something. Formatting that a cut goes
 * through ends with the one piece and begins again with the next. An empty array: there is nothing to show.
 */
export function splitRichText(rich: RichText, limit: number): RichText[] {
  const pieces: RichText[] = []
  let from = 0
  let firstSpan = 0
  while (from < rich.text.length) {
    while (firstSpan < rich.spans.length && rich.spans[firstSpan]!.to <= from) firstSpan++
    const near = {
      text: rich.text,
      spans: rich.spans.slice(firstSpan, endOfReach(rich.spans, firstSpan, from + limit)),
    }
    const to = rich.text.length - from <= limit ? rich.text.length : cutBefore(near, from, from + limit)
    const piece = trim(slice(near, from, to))
    if (isVisible(piece.text)) pieces.push(piece)
    from = to
  }
  return pieces
}

/** Spans come in the order of their beginnings, so those from here on begin behind the window. */
function endOfReach(spans: Span[], first: number, limit: number): number {
  let end = first
  while (end < spans.length && spans[end]!.from < limit) end++
  return end
}

/** The best place for a cut in `from..limit`: before a code block, a blank line, a line's end, a sentence, a word. */
function cutBefore({ text, spans }: RichText, from: number, limit: number): number {
  const block = spans.find(({ kind, from: start, to }) => kind === 'pre' && start < limit && to > limit)
  const isWorthwhile = (at: number) => at - from >= (limit - from) / 3
  if (block && isWorthwhile(block.from) && block.to - block.from <= limit - from) return block.from
  const window = text.slice(from, limit)
  const separators = block && block.from <= from ? [/\n/g] : [/\n\n/g, /\n/g, /[.!?…。！？](?=\s)/g, /\s/g]
  for (const separator of separators) {
    const at = lastEnd(window, separator)
    if (at !== undefined && isWorthwhile(from + at)) return from + at
  }
  return wholeCharacter(text, from, limit)
}

function lastEnd(window: string, separator: RegExp): number | undefined {
  let end: number | undefined
  for (const match of window.matchAll(separator)) end = match.index + match[0].length
  return end
}

/** The end of a text of at most `limit` units, from the begin of a line or word on. */
export function tailOf(rich: RichText, limit: number): RichText {
  const start = rich.text.length - limit
  const from = isSecondHalf(rich.text, start) ? start + 1 : start
  const skipped = /\s/.exec(rich.text.slice(from, from + (limit >> 1)))?.index ?? 0
  return slice(rich, from + skipped, rich.text.length)
}

function wholeCharacter(text: string, from: number, at: number): number {
  return isSecondHalf(text, at) && at - 1 > from ? at - 1 : at
}

function isSecondHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Without white space at its ends, as Telegram would trim it; a code block's indent stays. */
function trim(rich: RichText): RichText {
  const { text, spans } = rich
  const startsInCode = spans.some(({ kind, from }) => from === 0 && kind === 'pre')
  const start = startsInCode
    ? (/^(?:[ \t]*\n)+/.exec(text)?.[0].length ?? 0)
    : text.length - text.trimStart().length
  const end = text.trimEnd().length
  if (start === 0 && end === text.length) return rich
  return slice(rich, start, Math.max(start, end))
}
