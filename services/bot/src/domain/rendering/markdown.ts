import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { decodeReferences, safeAddress } from './inline.ts'
import { type RichText, RichTextWriter } from './rich-text.ts'
import { drawTable } from './table.ts'

const bullets = ['•', '◦', '▪']
const markup = /[*_`~[\]<>|#&\\]|^ {0,3}(?:[-+=]|\d+[.)])|^(?: {4}|\t)/m
const rule = '────────────'

/**
 * Reads a model's Markdown (GitHub's flavour) into rich text. Any string is read: what is not Markdown stays as it is.
 *
 * @param source - cleaned text (`cleanText`).
 */
export function readMarkdown(source: string): RichText {
  if (!markup.test(source)) return { text: source, spans: [] }
  try {
    const writer = new RichTextWriter()
    writeBlocks(writer, new Lexer({ gfm: true }).lex(tame(source)), 0)
    return writer.finish()
  } catch {
    // Nested beyond what the stack holds: nobody wrote that to be read formatted.
    return { text: source, spans: [] }
  }
}

const nestedMarkers = /^((?: {0,3}(?:>|[-+*]|\d{1,9}[.)])[ \t]*){6})(?=(?:>|[-+*]|\d))(?![-*\s]+$)/gm
const delimiters = /[*_~]/g

/** Markers nested deeper than anyone reads, and paragraphs of nothing but delimiters, cost more than linear time. */
function tame(source: string): string {
  const shallow = source.replace(nestedMarkers, '$1\\')
  if (shallow.length < 4_000) return shallow
  return shallow
    .split(/(\n[ \t]*\n)/)
    .map((block) => (isDense(block) ? block.replace(delimiters, '\\$&') : block))
    .join('')
}

function isDense(block: string): boolean {
  return block.length > 2_000 && (block.match(delimiters)?.length ?? 0) > Math.max(1_000, block.length / 10)
}

function writeBlocks(writer: RichTextWriter, tokens: Token[], depth: number): void {
  let previous: string | undefined
  for (const token of tokens as MarkedToken[]) {
    if (token.type === 'space' || token.type === 'def' || token.type === 'checkbox') continue
    if (previous === 'heading') writer.newLine()
    else if (previous !== undefined && depth > 0) writer.newLine()
    else if (previous !== undefined) writer.blankLine()
    writeBlock(writer, token, depth)
    previous = token.type
  }
}

function writeBlock(writer: RichTextWriter, token: MarkedToken, depth: number): void {
  // Anything else is written as inline text is.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (token.type) {
    case 'heading':
      return writer.wrap('bold', () => writeInline(writer, token.tokens))
    case 'paragraph':
      return writeInline(writer, token.tokens)
    case 'code':
      return writer.wrap('pre', () => writer.write(token.text || ' '), languageOf(token.lang))
    case 'blockquote':
      return writer.wrap('quote', () => writeBlocks(writer, token.tokens, depth))
    case 'list':
      return writeList(writer, token, depth)
    case 'table':
      return writer.wrap('pre', () => writer.write(tableText(token)))
    case 'hr':
      return writer.write(rule)
    case 'html':
      return writer.write(token.text.trimEnd())
    default:
      return writeInline(writer, [token])
  }
}

function languageOf(info: string | undefined): string | undefined {
  return /^[\w+#.-]{1,32}/.exec(info ?? '')?.[0]
}

function writeList(writer: RichTextWriter, list: Tokens.List, depth: number): void {
  const first = typeof list.start === 'number' ? list.start : 1
  for (const [index, item] of list.items.entries()) {
    writer.newLine()
    writer.write('  '.repeat(Math.min(depth, 8)))
    writer.write(`${markerOf(list, item, first + index, depth)} `)
    if (item.tokens[0]?.type === 'code') writer.newLine()
    writeBlocks(writer, item.tokens, depth + 1)
  }
}

function markerOf(list: Tokens.List, item: Tokens.ListItem, number: number, depth: number): string {
  if (item.task) return item.checked ? '☑' : '☐'
  return list.ordered ? `${number}.` : (bullets[depth % bullets.length] ?? '•')
}

function tableText(table: Tokens.Table): string {
  // Cells beyond the heading's are not Markdown's; people want to see them all the same.
  if (hasMoreCells(table)) return table.raw.trimEnd()
  const rows = [table.header, ...table.rows].map((row) => row.map((cell) => plainInline(cell.tokens)))
  return drawTable(rows, table.align)
}

function hasMoreCells({ raw, header }: Tokens.Table): boolean {
  const cellsIn = (line: string) =>
    line
      .trim()
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/).length
  return raw.split('\n').some((line) => cellsIn(line) > header.length)
}

function plainInline(tokens: Token[]): string {
  const writer = new RichTextWriter()
  writeInline(writer, tokens)
  return writer.finish().text.replaceAll('\n', ' ').trim()
}

function writeInline(writer: RichTextWriter, tokens: Token[]): void {
  for (const token of tokens as MarkedToken[]) writeInlineToken(writer, token)
}

function writeInlineToken(writer: RichTextWriter, token: MarkedToken): void {
  // Anything else stays as it was written.
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check
  switch (token.type) {
    case 'strong':
      return writer.wrap('bold', () => writeInline(writer, token.tokens))
    case 'em':
      return writer.wrap('italic', () => writeInline(writer, token.tokens))
    case 'del':
      return writer.wrap('strike', () => writeInline(writer, token.tokens))
    case 'codespan':
      return writer.wrap('code', () => writer.write(token.text))
    case 'br':
      return writer.write('\n')
    case 'link':
      return writeLink(writer, token)
    case 'image':
      return writeAddress(writer, token.href, () => writer.write(token.text || token.href))
    case 'escape':
      return writer.write(token.text)
    case 'html':
      return writer.write(/^<br\s*\/?>$/i.test(token.raw) ? '\n' : token.raw)
    case 'checkbox':
      return
    case 'text':
      if (token.tokens) return writeInline(writer, token.tokens)
      return writer.write(decodeReferences(token.text))
    default:
      return writer.write(token.raw)
  }
}

function writeLink(writer: RichTextWriter, link: Tokens.Link): void {
  // Telegram finds bare addresses by itself.
  if (link.autolink || link.text === link.href) return writer.write(link.text)
  writeAddress(writer, link.href, () => writeInline(writer, link.tokens))
}

function writeAddress(writer: RichTextWriter, href: string, label: () => void): void {
  const address = safeAddress(href)
  if (address) {
    const from = writer.length
    writer.wrap('link', label, address)
    if (writer.length === from) writer.write(address)
    return
  }
  label()
  if (href) writer.write(` (${href})`)
}
