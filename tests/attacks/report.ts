import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const file = join(root, 'docs/attacks.md')

/** The parts of `docs/attacks.md` that tests write. Everything outside their marks is written by hand and stays. */
export type Section = 'corpus' | 'cross-tenant' | 'negative-control'

export type Cell = string | number

/** A Markdown table; in a terminal it reads as one too. A pipe in a cell is escaped, a line break becomes a space. */
export function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(cellText))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')
}

const cellText = (cell: Cell) => String(cell).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')

/**
 * Prints a part of the report, and with `ATTACKS_WRITE=1` puts it into `docs/attacks.md` between
 * `<!-- <section> -->` and `<!-- /<section> -->`, with today's date. Without that the document stays as it is.
 *
 * @param markdown - without a heading: headings and what is around them are written by hand.
 */
export function reportSection(section: Section, markdown: string): void {
  process.stdout.write(`\n${markdown}\n\n`)
  if (process.env['ATTACKS_WRITE'] !== '1') return
  const dated = `Run on ${new Date().toISOString().slice(0, 10)}.\n\n${markdown}`
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), section, dated))
  execFileSync(join(root, 'node_modules/.bin/prettier'), ['--log-level=warn', '--write', file])
}

function withSection(text: string, section: Section, content: string): string {
  const [begin, end] = [`<!-- ${section} -->`, `<!-- /${section} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/attacks.md lacks ${begin} … ${end}`)
  return `${text.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${text.slice(to)}`
}
