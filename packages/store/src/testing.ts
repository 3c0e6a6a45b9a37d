import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { migrate } from './migrate/migrations.ts'
import { openDatabase } from './sqlite/open-database.ts'

/** The repository's migrations, wherever a test is started from. */
export const migrationsDir = resolve(import.meta.dirname, '../../../prisma/migrations')

/** A migrated database file of a test's own. Needs the repository's `prisma` folder. */
export function temporaryDatabase(): { path: string; migrationsDir: string } {
  const path = join(mkdtempSync(join(tmpdir(), 'aika-store-')), 'aika.db')
  const database = openDatabase(path)
  migrate(database, migrationsDir)
  database.close()
  return { path, migrationsDir }
}
