import { HtmlReader, type StartTag } from './html-reader.ts'
import { cannotParse } from './refusal.ts'
import type { FormattedText, MessageEntity } from './types.ts'

const styles: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
}
const knownTags = new Set([...Object.keys(styles), 'a', 'code', 'pre', 'blockquote', 'tg-emoji', 'tg-time'])

interface Open extends StartTag {
  offset: number
  begin: number
}

/**
 * Reads Telegram's HTML as its servers do.
 *
 * Beyond the servers, which mend it silently, it refuses what the documentation forbids about nesting:
 * styles in or around `pre` and `code`, a quote in a quote, links and code in each other.
 *
 * @returns the text without tags (not trimmed, no length check) and its entities in UTF-16 units.
 * @throws {TelegramRefusal} 400 `Bad Request: can't parse entities: …`
 */
export function parseTelegramHtml(source: string): FormattedText {
  if (!source.isWellFormed()) throw cannotParse('strings must be encoded in UTF-8')
  const reader = new HtmlReader(source)
  const open: Open[] = []
  const entities: MessageEntity[] = []
  let text = ''
  while (!reader.done) {
    const piece = reader.text()
    if (piece) {
      text += piece
      continue
    }
    const begin = reader.at
    if (reader.atEndTag) close(reader, begin, open, entities, text)
    else {
      const tag = { ...reader.startTag(knownTags), offset: text.length, begin }
      checkTag(tag, open, reader)
      open.push(tag)
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
  return { text, entities: entities.sort(byPosition) }
}

function close(
  reader: HtmlReader,
  begin: number,
  open: Open[],
  entities: MessageEntity[],
  text: string,
): void {
  const tag = open.at(-1)
  if (!tag) throw cannotParse(`Unexpected end tag at byte offset ${reader.byteOffset(begin)}`)
  const name = reader.endTag()
  if (name && name.toLowerCase() !== tag.name) {
    const where = reader.byteOffset(begin)
    throw cannotParse(
      `Unmatched end tag at byte offset ${where}, expected "</${tag.name}>", found "</${name}>"`,
    )
  }
  open.pop()
  const length = text.length - tag.offset
  if (length === 0) return
  const parent = open.at(-1)
  // <pre><code class="language-x"> is one entity, told by its outer tag.
  if (tag.name === 'code' && parent?.name === 'pre' && parent.offset === tag.offset) {
    parent.attributes.set('class', tag.attributes.get('class') ?? '')
    return
  }
  const entity = toEntity(tag, text.slice(tag.offset), length)
  if (entity) entities.push(entity)
}

function toEntity(tag: Open, content: string, length: number): MessageEntity | undefined {
  const at = { offset: tag.offset, length }
  const style = styles[tag.name]
  if (style) return { type: style, ...at }
  switch (tag.name) {
    case 'a':
      return link(tag.attributes.get('href') || content, at)
    case 'pre':
      return { type: 'pre', ...at, ...languageOf(tag) }
    case 'blockquote':
      return { type: tag.attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...at }
    case 'tg-emoji':
      return { type: 'custom_emoji', ...at, custom_emoji_id: tag.attributes.get('emoji-id') ?? '' }
    case 'tg-time':
      return dateTime(tag, at)
    default:
      return { type: 'code', ...at }
  }
}

function dateTime(tag: Open, at: { offset: number; length: number }): MessageEntity {
  const unix = Number(tag.attributes.get('unix'))
  const format = tag.attributes.get('format') ?? ''
  if (!Number.isInteger(unix) || !tag.attributes.get('unix'))
    throw cannotParse('Invalid time in the tag "tg-time"')
  if (!/^(r|w?[dD]?[tT]?)$/.test(format)) throw cannotParse('Invalid format in the tag "tg-time"')
  return { type: 'date_time', ...at, unix_time: unix, date_time_format: format }
}

/** A link Telegram would open; an address it does not take leaves plain text. */
export function link(address: string, at: { offset: number; length: number }): MessageEntity | undefined {
  const user = /^tg:\/\/user\?id=(\d+)$/i.exec(address)
  if (user)
    return { type: 'text_mention', ...at, user: { id: Number(user[1]), is_bot: false, first_name: '' } }
  const url = address.includes('://') || /^(mailto|tel|tg):/i.test(address) ? address : `http://${address}`
  if (!URL.canParse(url) || !/^(https?|tg|ton|mailto|tel):/i.test(url)) return undefined
  const isHttp = /^https?:/i.test(url)
  if (isHttp && !/[.:]|^localhost$/.test(new URL(url).hostname + portOf(url))) return undefined
  return { type: 'text_link', ...at, url: isHttp ? new URL(url).href : url }
}

const portOf = (url: string) => (new URL(url).port ? ':' : '')

function languageOf(tag: Open): { language?: string } {
  const name = tag.attributes.get('class') ?? ''
  return name.startsWith('language-') && name.length > 9 ? { language: name.slice(9) } : {}
}

function checkTag(tag: Open, open: Open[], reader: HtmlReader): void {
  const where = `at byte offset ${reader.byteOffset(tag.begin)}`
  if (tag.name === 'span' && tag.attributes.get('class') !== 'tg-spoiler') {
    throw cannotParse(`Tag "span" must have class "tg-spoiler" ${where}`)
  }
  if (tag.name === 'tg-emoji' && !/^\d+$/.test(tag.attributes.get('emoji-id') ?? '')) {
    throw cannotParse(`Invalid custom emoji identifier specified ${where}`)
  }
  const outer = open.find((candidate) => !mayContain(candidate, tag))
  if (outer) throw cannotParse(`Tag "${tag.name}" must not be inside "${outer.name}" ${where}`)
}

const kind = (name: string) => (styles[name] ? 'style' : name === 'blockquote' ? 'quote' : 'solid')

/** The documentation's nesting rules; `solid` are links, code and emoji, which exclude each other. */
function mayContain(outer: Open, inner: Open): boolean {
  if (outer.name === 'pre' && inner.name === 'code') return outer.offset === inner.offset
  if (outer.name === 'pre' || outer.name === 'code') return false
  if (kind(outer.name) === 'style') return inner.name !== 'pre' && inner.name !== 'code'
  if (kind(outer.name) === 'quote') return kind(inner.name) !== 'quote'
  return kind(inner.name) === 'style'
}

/** Outer entities before inner ones. */
export function byPosition(one: MessageEntity, other: MessageEntity): number {
  return one.offset - other.offset || other.length - one.length
}
