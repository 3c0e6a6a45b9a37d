import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from './sql.ts'

// All in frames of the log, one page of 4 kB each; a turn writes about sixty.

/** From here on it is worth its two flushes to the disk. */
const long = 2_000
/** From here on writers are held up for it: under load without a pause the log would never begin anew. */
const tooLong = 4_000
/** Somebody may be writing or reading in the very moment. */
const tries = 10
const tryAgainMs = 2
/** Here whoever writes does it themselves: nobody else seems to. */
const atLast = 8_000

/**
 * Leaves writing the log back into the database to `writeBack`, in a process that nobody waits for. SQLite would have
 * whoever happens to write do it, twice a second in a crowd, and flush the disk twice each time with everybody waiting.
 */
export function leaveLogAlone(database: DatabaseSync): void {
  database.exec(`PRAGMA wal_autocheckpoint = ${atLast}`)
}

/** Writes the log back where it has become long. Holds up the process that calls it, others only where it is too long. */
export async function writeBack(sql: Sql): Promise<void> {
  if ((await checkpoint(sql, 'NOOP')).log < long) return
  if ((await checkpoint(sql, 'PASSIVE')).log < tooLong) return
  for (let tried = 0; tried < tries && (await checkpoint(sql, 'TRUNCATE')).busy; tried++)
    await sleep(tryAgainMs)
}

/** @returns how long the log is, and whether it could not be emptied as it is in use. */
async function checkpoint(sql: Sql, mode: 'NOOP' | 'PASSIVE' | 'TRUNCATE') {
  const { log, busy } = (await sql.one<{ log: number; busy: number }>(`PRAGMA wal_checkpoint(${mode})`))!
  return { log, busy: busy > 0 }
}
