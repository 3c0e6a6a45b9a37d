import { AppError } from '@aika/errors'
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { rollBack } from '../sqlite/roll-back.ts'

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Prisma's own table, kept as its CLI would, so that the CLI can take over at any time. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/**
 * Applies what is missing, in order, all in one transaction: all of it or nothing.
 * @returns the names applied now.
 * @throws AppError `database_newer` when the file holds a migration this code does not know,
 *   `migration_changed` when one was edited after it was applied. Neither touches the data.
 */
export function migrate(database: DatabaseSync, folder: string): string[] {
  const known = readMigrations(folder)
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(migrationsTable)
    const missing = pending(database, known)
    for (const migration of missing) apply(database, migration)
    database.exec('COMMIT')
    return missing.map(({ name }) => name)
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/**
 * Checks that the database is exactly as this code expects it.
 * @throws AppError `database_not_migrated`, or as `migrate` does.
 */
export function assertMigrated(database: DatabaseSync, folder: string): void {
  const isNew = !database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`).get()
  const missing = isNew ? readMigrations(folder) : pending(database, readMigrations(folder))
  if (missing.length === 0) return
  throw new AppError(
    'database_not_migrated',
    `the database lacks ${missing.map(({ name }) => name).join(', ')}: run the migrate step first (docker compose up migrate)`,
    { retryable: true },
  )
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function pending(database: DatabaseSync, known: Migration[]): Migration[] {
  const rows = database
    .prepare(
      `SELECT migration_name AS name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
    .all() as { name: string; checksum: string }[]
  for (const { name, checksum } of rows) {
    const migration = known.find((candidate) => candidate.name === name)
    if (!migration) throw newerDatabase(name)
    if (migration.checksum !== checksum) throw changedMigration(name)
  }
  const applied = new Set(rows.map(({ name }) => name))
  return known.filter(({ name }) => !applied.has(name))
}

function apply(database: DatabaseSync, { name, sql, checksum }: Migration): void {
  database.exec(sql)
  const now = new Date().toISOString()
  database
    .prepare(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
    )
    .run(randomUUID(), checksum, name, now, now)
}

function newerDatabase(name: string): AppError {
  return new AppError(
    'database_newer',
    `the database is newer than this version of Aika: it already has ${name}. Start the newer version again, or restore a backup made with this one.`,
    { retryable: false },
  )
}

function changedMigration(name: string): AppError {
  return new AppError(
    'migration_changed',
    `migration ${name} was changed after it was applied: put the original file back and add a new migration instead`,
    { retryable: false },
  )
}
