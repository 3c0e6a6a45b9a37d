import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { judgeCommand } from '../src/index.ts'

// prettier-ignore
const pieces = [
  '$(', ')', '`', '"', "'", '{ ', ' }', '((', '))', '[[ ', ' ]]', '<<E', '<<-E', "<<'E'", '\nE\n', '\n', ';', '|', '&&', '||',
  '<', '$', '${x:-', '}', '\\', '\\\n', 'if :', '\nthen ', '\nfi', 'for i in 1', '\ndo ', '\ndone', 'case a in a)', ';; esac',
  'f() ', ' rm a', 'rm a', '\nrm a\n', ';rm a;', 'r""m', 'rm', "$'", 'a=', 'a=(', '*', ' ', '#', ' #', '!', 'time ', ':',
  'echo ', 'eval ', '<<<', '@(', '$((', '[', ']', 'x', '\t', '\r', '=', ',', '~', '$"', '|&', '<(', 'until :', 'break',
  'function g ', '--', '{rm,a}', '${x#', '${#', '$[', '1', '2>&1 ', 'echo x$(rm a)', 'y=`rm a`',
  ': "${x:-$(rm a)}"',
]
const marker = 9

/** Whether bash comes to run `rm`, which here is a function that says so; there are no programs to be found. */
function reallyDeletes(script: string, cwd: string): boolean {
  const says = `rm() { builtin printf MARK >&${marker}; }\neval "$SCRIPT"`
  const { output } = spawnSync('/bin/bash', ['--norc', '-c', says], {
    cwd,
    timeout: 2_000,
    killSignal: 'SIGKILL',
    env: { PATH: '/nonexistent', SCRIPT: script },
    stdio: ['ignore', 'ignore', 'ignore', ...Array<'ignore'>(marker - 3).fill('ignore'), 'pipe'],
  })
  return String(output[marker] ?? '').includes('MARK')
}

test('scripts thrown together from pieces: whenever bash itself would run rm, it was asked about', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'aika-judge-'))
  const script = fc
    .array(fc.constantFrom(...pieces), { minLength: 2, maxLength: 14 })
    .map((all) => all.join(''))
    .filter((text) => text.includes('rm') || text.includes('r""m'))
  const enough = 40
  let deleted = 0

  fc.assert(
    fc.property(script, (text) => {
      const isAllowed = judgeCommand(text).class === 'allow'
      // Whatever bash does with what was asked about, no more of it is to be shown.
      if (!isAllowed && deleted > enough) return
      if (!reallyDeletes(text, cwd)) return
      deleted++
      expect(isAllowed).toBe(false)
    }),
    { numRuns: 1_500 },
  )
  rmSync(cwd, { recursive: true })

  // Or this test proves nothing.
  expect(deleted).toBeGreaterThan(enough)
}, 240_000)
