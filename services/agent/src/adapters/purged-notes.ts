import type { housekeepingQueue } from '@aika/contracts'
import type { Producer } from '@aika/queue'
import type { Note, Notes } from '@aika/store'

/** So many that go within this time are purged at once: the index is written anew as a whole. */
const purgeAfterMs = 300_000

type Housekeeping = Pick<
  Producer<typeof housekeepingQueue.payload, typeof housekeepingQueue.result>,
  'enqueue'
>

/**
 * Notes whose removed or changed words leave the disk within minutes: the search's index keeps them in its old pieces until
 * they are written anew. Should Redis be away, the day's own purge does it.
 */
export function purgedNotes(notes: Notes, housekeeping: Housekeeping): Notes {
  const purge = () =>
    housekeeping.enqueue({ task: 'settle-deletions' }, { delayMs: purgeAfterMs }).catch(() => undefined)
  const purgedIf = async (isChanged: boolean) => {
    if (isChanged) await purge()
    return isChanged
  }
  return {
    add: (userId: number, note: Note) => notes.add(userId, note),
    of: (userId) => notes.of(userId),
    edit: async (...change) => purgedIf(await notes.edit(...change)),
    remove: async (...which) => purgedIf(await notes.remove(...which)),
  }
}
