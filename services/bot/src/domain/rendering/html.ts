import type { RichText, Span } from './rich-text.ts'

const special = /[&<>"]/g
const references: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text in which nothing is markup for Telegram's HTML any more. */
export function escapeHtml(text: string): string {
  return text.replace(special, (character) => references[character] ?? character)
}

/** Telegram's HTML for rich text. Its spans must be nested and in order, as the writer leaves them. */
export function toHtml({ text, spans }: RichText): string {
  if (spans.length === 0) return escapeHtml(text)
  const open: Span[] = []
  let html = ''
  let at = 0
  const upTo = (offset: number) => {
    html += escapeHtml(text.slice(at, offset))
    at = offset
  }
  const closeBefore = (offset: number) => {
    for (let span = open.at(-1); span && span.to <= offset; span = open.at(-1)) {
      upTo(span.to)
      html += closing(span)
      open.pop()
    }
  }
  for (const span of spans) {
    closeBefore(span.from)
    upTo(span.from)
    html += opening(span)
    open.push(span)
  }
  closeBefore(text.length)
  upTo(text.length)
  return html
}

const tags = { bold: 'b', italic: 'i', strike: 's', code: 'code', quote: 'blockquote', link: 'a', pre: 'pre' }

function opening({ kind, value }: Span): string {
  if (kind === 'link') return `<a href="${escapeHtml(value ?? '')}">`
  if (kind === 'pre' && value) return `<pre><code class="language-${escapeHtml(value)}">`
  return `<${tags[kind]}>`
}

function closing({ kind, value }: Span): string {
  return kind === 'pre' && value ? '</code></pre>' : `</${tags[kind]}>`
}
