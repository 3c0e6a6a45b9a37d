import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { judgeCommand } from './index.ts'

/** One script a line; lines with `| ` go on with the one before; `#` alone begins a comment. */
const everyday = readFileSync(join(__dirname, '../test/everyday.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .reduce<string[]>(
    (scripts, line) =>
      line.startsWith('| ')
        ? [...scripts.slice(0, -1), `${scripts.at(-1)}\n${line.slice(2)}`]
        : [...scripts, line],
    [],
  )

describe('everyday commands', () => {
  test('there are hundreds of them', () => {
    expect(new Set(everyday).size).toBeGreaterThanOrEqual(300)
  })

  test.each(everyday)('%s', (script) => {
    expect(judgeCommand(script)).toMatchObject({ class: 'allow', findings: [] })
  })
})
