import type { Clock } from './clock.ts'

export interface Caches {
  /** Everybody who has a folder. */
  owners(): Promise<number[]>
  /** Never follows a link. @returns how many files and folders were removed from this person's cache. */
  removeOlderThan(userId: number, before: Date): Promise<number>
}

export interface CleanCachesPorts {
  caches: Caches
  attachments: {
    /** Those whose files went take their rows along; one that waits for its turn stays. @returns how many. */
    dropBefore(before: Date): Promise<number>
  }
  /** Called when one person's cache could not be cleaned; the others' are. */
  onTrouble: (userId: number, error: unknown) => void
  clock: Clock
}

/** Removes what has been in a cache for longer than `ttlMs`. One at a time: it is in no hurry, a Pi's disk is slow. */
export async function cleanCaches(
  { caches, attachments, onTrouble, clock }: CleanCachesPorts,
  ttlMs: number,
): Promise<number> {
  const before = new Date(clock.now().getTime() - ttlMs)
  let removed = await attachments.dropBefore(before)
  for (const userId of await caches.owners()) {
    try {
      removed += await caches.removeOlderThan(userId, before)
    } catch (error) {
      onTrouble(userId, error)
    }
  }
  return removed
}
