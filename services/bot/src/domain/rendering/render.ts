import { cleanText } from './clean.ts'
import { toHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import type { RichText } from './rich-text.ts'
import { splitRichText, tailOf } from './split.ts'

/** Telegram's limit for a message, counted in UTF-16 units after its markup is read. */
export const maxMessageUnits = 4_096

/** One message: as Telegram's HTML, and as the same text without formatting in case the HTML is refused. */
export interface RenderedMessage {
  html: string
  plain: string
}

/**
 * A model's Markdown as messages that Telegram accepts. Any string is fine; nothing visible gives an empty array.
 *
 * @param limit - UTF-16 units a message; below Telegram's own limit where a mark is to be put in front.
 */
export function renderMessages(markdown: string, limit = maxMessageUnits): RenderedMessage[] {
  return renderRich(readMarkdown(cleanText(markdown)), limit)
}

/** Rich text as messages that Telegram accepts; none where nothing is visible. */
export function renderRich(rich: RichText, limit = maxMessageUnits): RenderedMessage[] {
  return splitRichText(rich, limit).map(toMessage)
}

/** What fits into one message of an answer that is still growing: its end, as that is what is new. */
export function renderTail(markdown: string, limit: number): RenderedMessage | undefined {
  const rich = readMarkdown(cleanText(markdown.slice(-8 * limit)))
  const isWhole = rich.text.length <= limit
  return splitRichText(isWhole ? rich : tailOf(rich, limit), limit)
    .map(toMessage)
    .at(-1)
}

function toMessage(rich: RichText): RenderedMessage {
  return { html: toHtml(rich), plain: rich.text }
}
