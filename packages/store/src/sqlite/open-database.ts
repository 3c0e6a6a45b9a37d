import { AppError, messageOf } from '@aika/errors'
import { DatabaseSync } from 'node:sqlite'
import { busyTimeoutMs } from './gate.ts'

/**
 * Opens the shared database file: write-ahead log, so that readers never wait for the writer; foreign keys on.
 * What is deleted is overwritten: a person who wants to be forgotten is not left behind in free pages. For what SQLite has
 * moved about before see `rewriteFile`.
 * `synchronous=NORMAL` survives the death of any process; only a power cut can take the last moments.
 * @throws AppError `database_unavailable`
 */
export function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -1024; PRAGMA secure_delete = ON',
    )
    return database
  } catch (cause) {
    throw new AppError(
      'database_unavailable',
      `cannot open the database ${path}: ${messageOf(cause)}. Does its folder exist, writable for this user?`,
      { retryable: true, cause },
    )
  }
}

/** From now on nothing waits inside SQLite for a lock, which would stop the whole process: the gate waits instead. */
export function waitAtGate(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 0')
}
