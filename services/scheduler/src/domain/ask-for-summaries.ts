import type { Summary } from '@aika/contracts'
import type { Clock } from './clock.ts'
import { dueSummaries, type MemoryProgress } from './due-summary.ts'

export interface AskForSummariesPorts {
  memory: {
    /** Everybody with an exchange in their private chat. Groups are not summed up. */
    people(): Promise<number[]>
    progressOf(userId: number, timeZone: string): Promise<MemoryProgress>
  }
  zones: { timeZoneOf(userId: number): Promise<string> }
  /** One that is asked for already, and not done yet, is not asked for again. */
  summaries: { enqueue(summary: Summary): Promise<void> }
  /** Called when it cannot be said what of one person's is due; the others' is asked for. */
  onUnknown: (userId: number, error: unknown) => void
  newTraceId: () => string
  clock: Clock
}

/**
 * Asks for each person's days and weeks that are over and not summed up.
 * @returns for how many people there was something.
 */
export async function askForSummaries(ports: AskForSummariesPorts): Promise<number> {
  const { memory, summaries, newTraceId } = ports
  let asked = 0
  for (const userId of await memory.people()) {
    const due = await dueFor(ports, userId)
    for (const one of due) await summaries.enqueue({ ...one, userId, traceId: newTraceId() })
    if (due.length > 0) asked++
  }
  return asked
}

async function dueFor({ memory, zones, clock, onUnknown }: AskForSummariesPorts, userId: number) {
  try {
    const timeZone = await zones.timeZoneOf(userId)
    const progress = await memory.progressOf(userId, timeZone)
    return dueSummaries(clock.now(), timeZone, progress).map((due) => ({ ...due, timeZone }))
  } catch (error) {
    onUnknown(userId, error)
    return []
  }
}
