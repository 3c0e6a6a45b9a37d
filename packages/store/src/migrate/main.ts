import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { createPassages } from '../repositories/passages.ts'
import { Gate } from '../sqlite/gate.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import { Sql } from '../sqlite/sql.ts'
import { migrate } from './migrations.ts'

// The compose step `migrate`: runs once, before any service starts. Takes the database's path as its argument.
const path = process.argv[2] ?? '/data/db/aika.db'
try {
  mkdirSync(dirname(path), { recursive: true })
  const database = openDatabase(path)
  const applied = migrate(database, 'prisma/migrations')
  // What was said before there was an index for it, on the days of everybody's default zone.
  const indexed = await createPassages(
    new Sql(database, new Gate()),
    process.env['TIMEZONE'] || 'America/Los_Angeles',
  ).indexMissing()
  database.close()
  process.stdout.write(
    applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'the database is up to date\n',
  )
  if (indexed > 0) process.stdout.write(`indexed ${indexed} older exchanges and notes\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
