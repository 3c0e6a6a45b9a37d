import type { Incident } from '@aika/contracts'
import type { Incidents, IncidentTally } from '@aika/store'
import { triage, type Triage, type TriagePorts } from './triage.ts'

export interface ReportFiles {
  /** Keeps a report; one of that name stays as it is. */
  keep(name: string, text: string): Promise<void>
  append(name: string, text: string): Promise<void>
}

export interface Admins {
  /** Says a matter once; returns at once and never throws. */
  tell(matter: string, markdown: string, traceId?: string): void
}

/** What handling an incident needs from the world. */
export interface HandleIncidentPorts {
  incidents: Pick<Incidents, 'note' | 'told' | 'toldSince'>
  reports: ReportFiles
  triage: TriagePorts
  admins: Admins
  clock: { now(): Date }
  log: { error(fields: object, message: string): void }
}

/** One fingerprint is told of again after this. */
export const againMs = 3_600_000
/** Over all fingerprints, in an hour; a sixth message may sum up the rest. */
const perHour = 5

/**
 * Files a report, asks for a cause and tells admins, once for each fingerprint and again when it goes on after an hour.
 * Safe to run twice. A model that is away or slow, and a disk that is full, keep nobody from being told.
 */
export async function handleIncident(
  ports: HandleIncidentPorts,
  incident: Incident,
  signal: AbortSignal,
): Promise<{ told: boolean }> {
  const { incidents, clock } = ports
  const name = fileNameOf(incident)
  const isFiled = await file(ports, incident, () => ports.reports.keep(name, incident.report))
  const tally = await incidents.note({ ...incident, at: new Date(incident.at) })
  if (!isDue(tally, clock.now()) || !(await hasRoom(ports))) return { told: false }

  const found = await triage(ports.triage, incident, signal)
  signal.throwIfAborted()
  if (found && isFiled) {
    await file(ports, incident, () => ports.reports.append(name, `\n## Triage\n\n${found.text}\n`))
  }
  // The same words from two replicas are one message.
  const matter = `incident-${incident.fingerprint}-${tally.toldCount}`
  ports.admins.tell(matter, wordsFor(incident, tally, found, isFiled ? name : undefined), incident.traceId)
  await incidents.told(incident.fingerprint, clock.now())
  return { told: true }
}

/** `20261121-103000-e-abc123.md`, in UTC: sorted by name they are sorted by time. */
export function fileNameOf({ at, incidentId }: Pick<Incident, 'at' | 'incidentId'>): string {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return `${time}-${incidentId}.md`
}

async function file(
  { log }: HandleIncidentPorts,
  { incidentId, traceId }: Incident,
  write: () => Promise<void>,
): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    log.error({ incidentId, traceId, err: error }, 'a report could not be written')
    return false
  }
}

function isDue({ toldAt, toldCount, count }: IncidentTally, now: Date): boolean {
  if (!toldAt) return true
  return count > toldCount && now.getTime() - toldAt.getTime() >= againMs
}

async function hasRoom({ incidents, clock }: HandleIncidentPorts): Promise<boolean> {
  return (await incidents.toldSince(new Date(clock.now().getTime() - againMs + 1))) < perHour
}

function wordsFor(
  { service, title, incidentId }: Incident,
  { count, toldCount }: IncidentTally,
  found: Triage | undefined,
  name: string | undefined,
): string {
  const often = toldCount > 0 ? `It goes on: ${count - toldCount} more since I last said so.` : ''
  return [
    `**Something broke in ${service}** (\`${incidentId}\`)`,
    code(title),
    found && `Likely cause: ${found.cause}`,
    often,
    name ? `Report: ${code(`error_reports/${name}`)}` : 'Its report could not be written; the log says why.',
  ]
    .filter(Boolean)
    .join('\n')
}

export const code = (text: string) => `\`${text.replaceAll('`', "'")}\``
