import { detectEntities } from './detect.ts'
import { byPosition, parseTelegramHtml } from './html.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'
import { badRequest } from './refusal.ts'
import type { FormattedText, MessageEntity } from './types.ts'

export interface TextInput {
  text: string
  parse_mode?: string
  entities?: MessageEntity[]
}

const maxText = 4096
const maxCaption = 1024

/**
 * Everything sendMessage asks of a text: it parses, is not empty and has at most 4,096 UTF-16 units.
 *
 * @returns the text as the chat shows it, trimmed, with its entities.
 * @throws {TelegramRefusal} 400 with Telegram's own description.
 */
export function acceptTelegramText(input: TextInput): FormattedText {
  const formatted = formatText(input)
  if (isBlank(formatted.text)) throw badRequest('message text is empty')
  if (formatted.text.length > maxText) throw badRequest('message is too long')
  return formatted
}

/** The same for a caption: may be empty, at most 1,024 UTF-16 units. */
export function acceptCaption(input: TextInput): FormattedText {
  const formatted = formatText(input)
  if (formatted.text.length > maxCaption) throw badRequest('message caption is too long')
  return isBlank(formatted.text) ? { text: '', entities: [] } : formatted
}

/** Parses and trims without judging the length. */
export function formatText({ text, parse_mode, entities }: TextInput): FormattedText {
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8')
  const parsed = parse(text, parse_mode, entities)
  const trimmed = trim(parsed)
  const detected = detectEntities(trimmed.text, trimmed.entities)
  if (detected.length === 0) return trimmed
  return { text: trimmed.text, entities: [...trimmed.entities, ...detected].sort(byPosition) }
}

function parse(text: string, mode: string | undefined, entities: MessageEntity[] | undefined): FormattedText {
  switch (mode?.toLowerCase() ?? '') {
    case 'html':
      return parseTelegramHtml(text)
    case 'markdownv2':
      return parseMarkdownV2(text)
    case '':
      return { text, entities: givenEntities(text, entities) }
    default:
      throw badRequest('unsupported parse_mode')
  }
}

/** Entities given outright are mended, not refused: those that reach nothing are dropped. */
function givenEntities(text: string, entities: MessageEntity[] = []): MessageEntity[] {
  return entities
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset < text.length)
    .map((entity) => ({ ...entity, length: Math.min(entity.length, text.length - entity.offset) }))
    .sort(byPosition)
}

function trim({ text, entities }: FormattedText): FormattedText {
  const clean = text.replaceAll(/[^\P{Cc}\t\n]/gu, ' ')
  const start = clean.length - clean.trimStart().length
  const body = clean.trim()
  if (body.length === clean.length) return { text: clean, entities }
  const moved = entities.map((entity) => clamp(entity, start, body.length))
  return { text: body, entities: moved.filter(({ length }) => length > 0) }
}

function clamp(entity: MessageEntity, start: number, size: number): MessageEntity {
  const from = Math.max(0, entity.offset - start)
  const to = Math.min(size, entity.offset + entity.length - start)
  return { ...entity, offset: from, length: to - from }
}

/** Nothing but white space and characters that show nothing. */
function isBlank(text: string): boolean {
  return !/[^\s\p{Default_Ignorable_Code_Point}]/u.test(text)
}
