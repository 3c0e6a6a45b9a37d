import type { Store } from '@aika/store'
import type { AskForSummariesPorts } from '../domain/ask-for-summaries.ts'
import { believableTimes, memoryDayOf } from '@aika/when'
import type { Clock } from '../domain/clock.ts'

/** So many days in a row may have been written while the clock was ahead. */
const mostDays = 15

/** How far people's chats are summed up, by a handful of look-ups in an index each, however long they are. */
export function memoryProgress(
  { summaries, exchanges }: Pick<Store, 'summaries' | 'exchanges'>,
  clock: Clock,
): AskForSummariesPorts['memory'] {
  return {
    people: () => summaries.people(),
    async progressOf(userId, timeZone) {
      const today = memoryDayOf(clock.now(), timeZone)
      const [[daily], [major], stale, lastDay, lastWeek] = await Promise.all([
        summaries.recent(userId, 'daily', 1),
        summaries.recent(userId, 'major', 1),
        summaries.stale(userId),
        summaries.lastPeriod(userId, 'daily', today),
        summaries.lastPeriod(userId, 'major', today),
      ])
      const [[uncovered], afterMajor] = await Promise.all([
        // One dated in the future, by a clock that was ahead, was said before the next that is not.
        exchanges.after(userId, daily?.throughNumber ?? 0, 1, clock.now()),
        summaries.after(userId, 'daily', major?.throughNumber ?? 0, mostDays),
      ])
      return {
        firstUncoveredAt: uncovered?.at,
        lastDay,
        hasStale: stale.some(({ kind }) => kind === 'daily'),
        firstDayAfterMajor: believableTimes(
          afterMajor.map(({ period }) => period),
          today,
        )[0],
        lastWeek,
      }
    },
  }
}
