import { cannotParse } from './refusal.ts'

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

export interface StartTag {
  name: string
  attributes: Map<string, string>
}

/** Walks over HTML source the way Telegram's parser does, with errors at byte offsets. */
export class HtmlReader {
  at = 0
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  get done(): boolean {
    return this.at >= this.source.length
  }

  /** The text up to the next `<` or `&`, or one decoded character; empty at a tag. */
  text(): string {
    const current = this.source[this.at]
    if (current === '<') return ''
    if (current === '&') return this.#reference() ?? this.source[this.at++]!
    const from = this.at
    while (!this.done && this.source[this.at] !== '<' && this.source[this.at] !== '&') this.at++
    return this.source.slice(from, this.at)
  }

  get atEndTag(): boolean {
    return this.source[this.at + 1] === '/'
  }

  /** Reads `</name>`; the name may be empty, which closes whatever is open. */
  endTag(): string {
    const begin = this.at
    this.at += 2
    const from = this.at
    while (!this.done && !this.#space() && this.source[this.at] !== '>') this.at++
    const name = this.source.slice(from, this.at)
    this.#skipSpace()
    if (this.source[this.at] !== '>')
      throw cannotParse(`Unclosed end tag at byte offset ${this.byteOffset(begin)}`)
    this.at++
    return name
  }

  startTag(known: ReadonlySet<string>): StartTag {
    const begin = this.at++
    const from = this.at
    while (!this.done && !this.#space() && this.source[this.at] !== '>') this.at++
    if (this.done) throw this.#unclosed(begin)
    const name = this.source.slice(from, this.at).toLowerCase()
    if (!known.has(name)) {
      throw cannotParse(`Unsupported start tag "${name}" at byte offset ${this.byteOffset(begin)}`)
    }
    const attributes = new Map<string, string>()
    while ((this.#skipSpace(), this.source[this.at] !== '>')) this.#attribute(name, begin, attributes)
    this.at++
    return { name, attributes }
  }

  byteOffset(index: number): number {
    return Buffer.byteLength(this.source.slice(0, index))
  }

  #attribute(tag: string, begin: number, attributes: Map<string, string>): void {
    const from = this.at
    while (!this.done && !this.#space() && !'=>/"\''.includes(this.source[this.at]!)) this.at++
    const name = this.source.slice(from, this.at)
    if (this.done) throw this.#unclosed(begin)
    if (!name) {
      throw cannotParse(`Empty attribute name in the tag "${tag}" at byte offset ${this.byteOffset(begin)}`)
    }
    this.#skipSpace()
    if (this.source[this.at] !== '=') {
      attributes.set(name, '')
      return
    }
    this.at++
    this.#skipSpace()
    if (this.done) throw this.#unclosed(begin)
    attributes.set(name, this.#attributeValue())
    if (this.done) throw this.#unclosed(begin)
  }

  #attributeValue(): string {
    const quote = this.source[this.at]
    if (quote !== '"' && quote !== "'") return this.#token()
    this.at++
    let value = ''
    while (!this.done && this.source[this.at] !== quote) {
      value += (this.source[this.at] === '&' ? this.#reference() : undefined) ?? this.source[this.at++]!
    }
    this.at++
    return value
  }

  #token(): string {
    const from = this.at
    while (!this.done && /[A-Za-z0-9.-]/.test(this.source[this.at]!)) this.at++
    if (!this.done && !this.#space() && this.source[this.at] !== '>') {
      throw cannotParse(`Unexpected end of name token at byte offset ${this.byteOffset(from)}`)
    }
    return this.source.slice(from, this.at).toLowerCase()
  }

  /** A character reference; undefined, and nothing read, when it is none that Telegram knows. */
  #reference(): string | undefined {
    const pattern = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/iy
    pattern.lastIndex = this.at
    const match = pattern.exec(this.source)
    if (!match) return undefined
    const [whole, hex, decimal, name] = match
    const decoded = name ? named[name] : character(hex ? Number.parseInt(hex, 16) : Number(decimal))
    if (decoded !== undefined) this.at += whole.length
    return decoded
  }

  #space(): boolean {
    return ' \t\r\n\0\v'.includes(this.source[this.at]!)
  }

  #skipSpace(): void {
    while (!this.done && this.#space()) this.at++
  }

  #unclosed(begin: number) {
    return cannotParse(`Unclosed start tag at byte offset ${this.byteOffset(begin)}`)
  }
}

function character(code: number): string | undefined {
  if (code === 0 || code >= 0x10ffff) return undefined
  if (code >= 0xd800 && code <= 0xdfff) throw cannotParse('a character reference is half a surrogate pair')
  return String.fromCodePoint(code)
}
