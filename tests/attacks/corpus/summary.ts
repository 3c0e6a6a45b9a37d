import { execFileSync } from 'node:child_process'
import { release } from 'node:os'
import { tableOf } from '../report.ts'
import { judged } from './judged.ts'
import { notHeld } from './not-held.ts'
import type { Outcome } from './run-attack.ts'

const head = [
  'class',
  'cases',
  'blocked',
  'asked',
  'let through',
  'held by the sandbox',
  'information',
  'not held',
]

/** The table of all classes, and what is behind its last column. */
export function summaryOf(outcomes: readonly Outcome[], seconds: number): string {
  const classes = [...new Set(outcomes.map(({ attack }) => attack.category))]
  const rows = classes.map((name) =>
    rowOf(
      name,
      outcomes.filter(({ attack }) => attack.category === name),
    ),
  )
  const open = outcomes.filter(({ problems, attack }) => problems.length > 0 && !attack.informational)
  return [
    `${versions()}. ${outcomes.length} commands in ${seconds} s, two at a time.`,
    tableOf(head, [...rows, rowOf('**all**', outcomes)]),
    '_Blocked_, _asked_, _let through_: what the judge says of each when it is on. What it blocks is not sent then; the' +
      ' sandbox holds it all the same, as the next column is with the judge off. _Information_: nothing is promised.',
    open.length === 0 ? 'Everything was held.' : `Not held:\n\n${open.map(lineOf).join('\n')}`,
  ].join('\n\n')
}

function rowOf(name: string, outcomes: readonly Outcome[]): (string | number)[] {
  const count = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length
  const verdict = (kind: string) => count(({ attack }) => judged(attack) === kind)
  const told = count(({ attack }) => attack.informational === true)
  const open = count(({ attack, problems }) => !attack.informational && problems.length > 0)
  const held = outcomes.length - told - open
  return [name, outcomes.length, verdict('block'), verdict('ask'), verdict('allow'), held, told, open]
}

const lineOf = ({ attack, problems }: Outcome) =>
  `- \`${attack.id}\` (${attack.category}): ${notHeld[attack.id] ?? problems[0]}`

function versions(): string {
  const server = execFileSync('docker', ['version', '--format', '{{json .Server}}'], { encoding: 'utf8' })
  const { Version, Components } = JSON.parse(server) as {
    Version: string
    Components?: { Name: string; Version: string }[]
  }
  const runc = Components?.find(({ Name }) => Name === 'runc')?.Version ?? 'unknown'
  return `Docker Engine ${Version}, runc ${runc}, Linux ${release()}, ${process.arch}`
}
