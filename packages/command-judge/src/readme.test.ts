import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeCommand } from './index.ts'
import { allRules } from './rules/index.ts'

/** The rows of the README's table: rule, class, reason, example. */
const rows = readFileSync(join(__dirname, '../README.md'), 'utf8')
  .split('## Every rule')[1]!
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .map(([, id = '', kind, reason, example = '']) => ({
    id: bare(id),
    class: kind,
    reason,
    example: bare(example),
  }))

describe('the table in the README', () => {
  test('has one row for every rule, in its own words', () => {
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
    const expected = allRules.map(({ id, class: kind, reason }) => ({ id, class: kind, reason }))

    const said = rows.map(({ id, class: kind, reason }) => ({ id, class: kind, reason }))

    expect(said.sort(byId)).toEqual(expected.sort(byId))
  })

  test.each(rows)('$id: its example is one', ({ id, example }) => {
    expect(judgeCommand(example).findings.map(({ rule }) => rule)).toContain(id)
  })
})

function bare(cell: string): string {
  return cell.replace(/^`|`$/g, '')
}
