import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from '../sqlite/open-database.ts'
import { migrate } from './migrations.ts'

// The compose step `migrate`: runs once, before any service starts. Takes the database's path as its argument.
const path = process.argv[2] ?? '/data/db/aika.db'
try {
  mkdirSync(dirname(path), { recursive: true })
  const database = openDatabase(path)
  const applied = migrate(database, 'prisma/migrations')
  database.close()
  process.stdout.write(
    applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'the database is up to date\n',
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
