import type { Store } from '@aika/store'
import type { AskForSummariesPorts } from '../domain/ask-for-summaries.ts'
import type { Clock } from '../domain/clock.ts'

/** How far people's chats are summed up, by a handful of look-ups in an index each, however long they are. */
export function memoryProgress(
  { summaries, exchanges }: Pick<Store, 'summaries' | 'exchanges'>,
  clock: Clock,
): AskForSummariesPorts['memory'] {
  return {
    people: () => summaries.people(),
    async progressOf(userId) {
      const [[daily], [major], stale] = await Promise.all([
        summaries.recent(userId, 'daily', 1),
        summaries.recent(userId, 'major', 1),
        summaries.stale(userId),
      ])
      const [[uncovered], [afterMajor]] = await Promise.all([
        // One dated in the future, by a clock that was ahead, was said before the next that is not.
        exchanges.after(userId, daily?.throughNumber ?? 0, 1, clock.now()),
        summaries.after(userId, 'daily', major?.throughNumber ?? 0, 1),
      ])
      return {
        firstUncoveredAt: uncovered?.at,
        lastDay: daily?.period,
        hasStale: stale.some(({ kind }) => kind === 'daily'),
        firstDayAfterMajor: afterMajor?.period,
        lastWeek: major?.period,
      }
    },
  }
}
