import { byPosition, link } from './html.ts'
import { cannotParse } from './refusal.ts'
import type { FormattedText, MessageEntity } from './types.ts'

const reserved = '_*[]()~`>#+-=|{}.!'
/** How each entity is opened and closed, the longer mark first. */
const marks: [mark: string, type: string][] = [
  ['__', 'underline'],
  ['||', 'spoiler'],
  ['```', 'pre'],
  ['_', 'italic'],
  ['*', 'bold'],
  ['~', 'strikethrough'],
  ['`', 'code'],
]

interface Open {
  type: string
  mark: string
  offset: number
  begin: number
  language?: string
}

/**
 * Reads MarkdownV2 as Telegram's servers do.
 *
 * @returns the text without marks (not trimmed, no length check) and its entities in UTF-16 units.
 * @throws {TelegramRefusal} 400 `Bad Request: can't parse entities: …`
 */
export function parseMarkdownV2(source: string): FormattedText {
  if (!source.isWellFormed()) throw cannotParse('strings must be encoded in UTF-8')
  const reader = new MarkdownReader(source)
  reader.read()
  return { text: reader.text, entities: reader.entities.sort(byPosition) }
}

class MarkdownReader {
  text = ''
  readonly entities: MessageEntity[] = []
  readonly #open: Open[] = []
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  read(): void {
    while (this.#at < this.#source.length) this.#step()
    this.#endQuote()
    const unclosed = this.#open.at(-1)
    if (!unclosed) return
    const where = this.#byteOffset(unclosed.begin)
    throw cannotParse(`Can't find end of ${capital(unclosed.type)} entity at byte offset ${where}`)
  }

  #step(): void {
    const current = this.#source[this.#at]!
    const top = this.#open.at(-1)
    if (current === '\\' && this.#escapes()) return
    if (top?.type === 'code' || top?.type === 'pre') return this.#inCode(top)
    if (current === '\n') return this.#lineBreak()
    if (current === '>' && this.#atLineStart()) return this.#quoteLine()
    if (!reserved.includes(current)) return this.#copy()
    if (current === ']' && top?.type === 'text_link') return this.#endLink(top)
    if (current === '[') return this.#push('text_link', '[')
    this.#mark(current, top)
  }

  #escapes(): boolean {
    const next = this.#source.charCodeAt(this.#at + 1)
    if (!(next > 0 && next <= 126)) return false
    this.text += this.#source[this.#at + 1]!
    this.#at += 2
    return true
  }

  #inCode(top: Open): void {
    if (this.#source.startsWith(top.mark, this.#at)) this.#close(top)
    else this.#copy()
  }

  #mark(current: string, top: Open | undefined): void {
    if (top && this.#source.startsWith(top.mark, this.#at) && !this.#isOther(top)) return this.#close(top)
    const found = marks.find(([mark]) => this.#source.startsWith(mark, this.#at))
    if (!found) {
      throw cannotParse(`Character '${current}' is reserved and must be escaped with the preceding '\\'`)
    }
    this.#push(found[1], found[0])
  }

  /** `__` is read greedily as underline, also where italic is open. */
  #isOther(top: Open): boolean {
    return top.type === 'italic' && this.#source.startsWith('__', this.#at)
  }

  #push(type: string, mark: string): void {
    const entry: Open = { type, mark, offset: this.text.length, begin: this.#at }
    this.#at += mark.length
    if (type === 'pre') this.#language(entry)
    this.#open.push(entry)
  }

  #language(entry: Open): void {
    const match = /[^\s`]+(?=\s)/y
    match.lastIndex = this.#at
    const language = match.exec(this.#source)?.[0]
    if (language) {
      entry.language = language
      this.#at += language.length
    }
    if (this.#source[this.#at] === '\n') this.#at++
  }

  #close(top: Open): void {
    this.#open.pop()
    this.#at += top.mark.length
    const length = this.text.length - top.offset
    if (length === 0) return
    const language = top.language ? { language: top.language } : {}
    this.entities.push({ type: top.type, offset: top.offset, length, ...language })
  }

  #endLink(top: Open): void {
    this.#open.pop()
    this.#at++
    const at = { offset: top.offset, length: this.text.length - top.offset }
    const address = this.#source[this.#at] === '(' ? this.#address() : ''
    const entity = at.length ? link(address || this.text.slice(top.offset), at) : undefined
    if (entity) this.entities.push(entity)
  }

  #address(): string {
    const begin = this.#at++
    let address = ''
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '\\') this.#at++
      address += this.#source[this.#at++] ?? ''
    }
    if (this.#at >= this.#source.length) {
      throw cannotParse(`Can't find end of a URL at byte offset ${this.#byteOffset(begin)}`)
    }
    this.#at++
    return address
  }

  #atLineStart(): boolean {
    return (
      this.#at === 0 || this.#source[this.#at - 1] === '\n' || this.#source.startsWith('**', this.#at - 2)
    )
  }

  #quoteLine(): void {
    if (!this.#open.some(({ type }) => type === 'blockquote')) return this.#push('blockquote', '>')
    this.#at++
  }

  #lineBreak(): void {
    if (this.#source[this.#at + 1] !== '>') this.#endQuote()
    this.#copy()
  }

  #endQuote(): void {
    const top = this.#open.at(-1)
    if (top?.type !== 'blockquote') return
    this.#open.pop()
    const length = this.text.length - top.offset
    if (length > 0) this.entities.push({ type: 'blockquote', offset: top.offset, length })
  }

  #copy(): void {
    this.text += this.#source[this.#at++]!
  }

  #byteOffset(index: number): number {
    return Buffer.byteLength(this.#source.slice(0, index))
  }
}

const capital = (type: string) => type.charAt(0).toUpperCase() + type.slice(1)
