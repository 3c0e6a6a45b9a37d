export type Alignment = 'center' | 'left' | 'right' | null

/** A column is padded to this many cells of the terminal at most; longer cells stick out. */
const maxColumnWidth = 40
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u
const unseen = /[\p{Mn}\p{Me}\p{Cf}]/u

/** A table drawn with spaces, for a monospace block. The first row is the heading. */
export function drawTable(rows: string[][], alignments: Alignment[]): string {
  const columns = alignments.length
  const widths = columnWidths(rows, columns)
  const lines = rows.map((row) => drawRow(row, widths, alignments))
  const rule = widths.map((width) => '─'.repeat(width)).join('─┼─')
  return [lines[0] ?? '', rule, ...lines.slice(1)].join('\n')
}

function columnWidths(rows: string[][], columns: number): number[] {
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.min(maxColumnWidth, Math.max(1, ...rows.map((row) => displayWidth(row[column] ?? '')))),
  )
  const drawn = widths.reduce((sum, width) => sum + width + 3, 0) * (rows.length + 1)
  const written = rows.reduce((sum, row) => sum + row.join('').length, 0)
  // A hostile table would grow without bound when one long cell pads a thousand short ones.
  return drawn > 8 * written + 4_000 ? widths.map(() => 1) : widths
}

function drawRow(row: string[], widths: number[], alignments: Alignment[]): string {
  const cells = widths.map((width, column) => align(row[column] ?? '', width, alignments[column] ?? null))
  return cells.join(' │ ').trimEnd()
}

function align(cell: string, width: number, alignment: Alignment): string {
  const missing = Math.max(0, width - displayWidth(cell))
  if (alignment === 'right') return ' '.repeat(missing) + cell
  if (alignment !== 'center') return cell + ' '.repeat(missing)
  const left = missing >> 1
  return ' '.repeat(left) + cell + ' '.repeat(missing - left)
}

function displayWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += unseen.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}
