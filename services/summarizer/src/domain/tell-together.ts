import type { Incidents } from '@aika/store'
import { againMs, code, type Admins } from './handle-incident.ts'

export interface TellTogetherPorts {
  incidents: Pick<Incidents, 'untold' | 'told'>
  admins: Admins
  /** Whether it is this one's turn: true once an hour, over all replicas. */
  isTurn(): Promise<boolean>
  clock: { now(): Date }
}

/** One that was seen a moment ago is perhaps being told right now. */
const settledMs = 60_000
const shown = 3

/** Tells in one message, once an hour at most, what there was no room for. @returns how many kinds of errors. */
export async function tellTogether({ incidents, admins, isTurn, clock }: TellTogetherPorts): Promise<number> {
  const now = clock.now().getTime()
  const before = new Date(now - againMs)
  const kinds = await incidents.untold({ toldBefore: before, seenBefore: new Date(now - settledMs) })
  if (kinds.length === 0 || !(await isTurn())) return 0
  const times = kinds.reduce((sum, { missing }) => sum + missing, 0)
  const examples = kinds.slice(0, shown).map(({ service, title }) => `- ${service}: ${code(title)}`)
  const words = `**More broke than I tell of one by one:** ${kinds.length} more kinds of errors, ${times} in all. Reports: \`error_reports/\``
  admins.tell(`incidents-folded-${now}`, [words, ...examples].join('\n'))
  // As if told an hour ago: it was a line of many, and takes nobody's place.
  for (const { fingerprint } of kinds) await incidents.told(fingerprint, before)
  return kinds.length
}
