import { setTimeout as sleep } from 'node:timers/promises'
import { unavailable } from './engine.ts'

/** How long an engine may take to remove a container before its person's next command is refused. */
const mostMs = 30_000

/**
 * Containers go away beside the next work, but a person's next command waits until their last one's is gone: whatever a
 * command leaves running can then never meet the next one.
 */
export function removals(remove: (runId: string) => Promise<void>) {
  const personOf = new Map<string, number>()
  const underWay = new Map<number, Set<Promise<void>>>()

  return {
    /** This run's container will be removed. */
    expect: ({ runId, userId }: { runId: string; userId: number }) => void personOf.set(runId, userId),

    async remove(runId: string): Promise<void> {
      const userId = personOf.get(runId)
      personOf.delete(runId)
      const removal = remove(runId)
      if (userId === undefined) return removal
      const ofPerson = underWay.get(userId) ?? new Set()
      underWay.set(userId, ofPerson.add(removal))
      await removal.finally(() => {
        ofPerson.delete(removal)
        if (ofPerson.size === 0) underWay.delete(userId)
      })
    },

    /** @throws AppError `sandbox_unavailable` when the engine does not get done with it. */
    async settled(userId: number, withinMs = mostMs): Promise<void> {
      const pending = [...(underWay.get(userId) ?? [])]
      if (pending.length === 0) return
      const late = new AbortController()
      const tooLong = sleep(withinMs, undefined, { signal: late.signal, ref: false }).then(() => {
        throw unavailable('the engine does not remove the last command’s container')
      })
      await Promise.race([Promise.allSettled(pending), tooLong]).finally(() => late.abort())
      tooLong.catch(() => undefined)
    },
  }
}
