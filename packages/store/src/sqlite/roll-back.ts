import type { DatabaseSync } from 'node:sqlite'

/**
 * Ends an open transaction. SQLite has done so by itself where the disk is full or fails; a second ROLLBACK would be an
 * error that hides the first.
 */
export function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK')
}
