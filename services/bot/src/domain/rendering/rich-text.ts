export type SpanKind = 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote' | 'link'

/** One formatted range in UTF-16 units. `value` is a link's address or a code block's language. */
export interface Span {
  kind: SpanKind
  from: number
  to: number
  value?: string
}

/** Text as the chat shows it, and its formatting: properly nested, outer spans before inner ones. */
export interface RichText {
  text: string
  spans: Span[]
}

const styles: ReadonlySet<SpanKind> = new Set(['bold', 'italic', 'strike'])

/**
 * Collects rich text piece by piece and keeps Telegram's nesting rules: no style in or around code, no quote in a
 * quote, no link or code in each other, no style twice. What would break a rule is written without its formatting.
 */
export class RichTextWriter {
  #text = ''
  readonly #spans: Span[] = []
  readonly #open: Span[] = []

  get length(): number {
    return this.#text.length
  }

  write(text: string): void {
    this.#text += text
  }

  /** Writes what `body` writes, formatted as `kind`. */
  wrap(kind: SpanKind, body: () => void, value?: string): void {
    if (!this.#allows(kind)) return body()
    if (kind === 'code' || kind === 'pre') return this.#outsideStyles(() => this.#span(kind, body, value))
    this.#span(kind, body, value)
  }

  /** Begins a line, unless one has just begun. */
  newLine(): void {
    if (this.#text && !this.#text.endsWith('\n')) this.#text += '\n'
  }

  /** Leaves one empty line before what comes next. */
  blankLine(): void {
    this.newLine()
    if (this.#text && !this.#text.endsWith('\n\n')) this.#text += '\n'
  }

  finish(): RichText {
    const spans = this.#spans.filter(({ from, to }) => to > from)
    return { text: this.#text, spans }
  }

  #span(kind: SpanKind, body: () => void, value?: string): void {
    const span: Span = { kind, from: this.length, to: this.length }
    if (value !== undefined) span.value = value
    this.#spans.push(span)
    this.#open.push(span)
    body()
    const closed = this.#open.pop()
    if (closed) closed.to = this.length
  }

  #allows(kind: SpanKind): boolean {
    return this.#open.every((outer) => {
      if (outer.kind === 'code' || outer.kind === 'pre') return false
      if (outer.kind === 'link') return styles.has(kind) && outer.kind !== kind
      return outer.kind !== kind
    })
  }

  /** Ends the open styles, runs `body`, and begins the same styles again behind it. */
  #outsideStyles(body: () => void): void {
    const from = this.#open.findIndex(({ kind }) => styles.has(kind))
    if (from === -1) return body()
    const suspended = this.#open.splice(from)
    for (const span of suspended) span.to = this.length
    body()
    for (const { kind } of suspended) {
      const span: Span = { kind, from: this.length, to: this.length }
      this.#spans.push(span)
      this.#open.push(span)
    }
  }
}

/** The part of `rich` between two offsets, with the spans that reach into it. */
export function slice({ text, spans }: RichText, from: number, to: number): RichText {
  const inside = spans.filter((span) => span.from < to && span.to > from)
  const moved = inside.map((span) => ({
    ...span,
    from: Math.max(span.from, from) - from,
    to: Math.min(span.to, to) - from,
  }))
  return { text: text.slice(from, to), spans: moved }
}
