import type { Summary } from '../../../packages/contracts/src/index.ts'
import { dayBefore, endOfMemoryDay, memoryDayOf } from '../../../packages/when/src/index.ts'
import { memoryProgress } from '../../../services/scheduler/src/adapters/memory-progress.ts'
import { askForSummaries } from '../../../services/scheduler/src/domain/ask-for-summaries.ts'
import { dayMs, hourMs } from '../histories/history.ts'
import type { World } from './world.ts'

/** What the scheduler asks for at this moment; nothing when all that is over is summed up. */
export type Scheduler = () => Promise<Summary[]>

export function replayedScheduler({ store, clock, timeZone }: World): Scheduler {
  return async () => {
    const asked: Summary[] = []
    await askForSummaries({
      memory: memoryProgress(store, clock),
      zones: { timeZoneOf: async () => timeZone },
      summaries: { enqueue: async (work) => void asked.push(work) },
      onUnknown(_userId, error) {
        throw error
      },
      newTraceId: () => 'replay-beat',
      clock,
    })
    return asked
  }
}

/** Every 04:00 and 05:00 of a person's clocks after one moment and up to another: in between nothing becomes due. */
export function beatsBetween(after: Date, until: Date, timeZone: string): Date[] {
  const beats: Date[] = []
  for (let day = after.getTime(); day <= until.getTime() + dayMs; day += dayMs) {
    const four = endOfMemoryDay(dayBefore(memoryDayOf(new Date(day), timeZone)), timeZone)
    beats.push(four, new Date(four.getTime() + hourMs))
  }
  return beats.filter((at) => at > after && at <= until)
}
