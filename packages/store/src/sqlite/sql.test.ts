import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { Gate } from './gate.ts'
import { openDatabase, waitAtGate } from './open-database.ts'
import { Sql } from './sql.ts'

describe('statements written by hand', () => {
  test('the disk is full in a transaction: that is what is said, nothing of it is kept, the next one works', async () => {
    const database = new DatabaseSync(':memory:')
    database.exec('CREATE TABLE item (n TEXT); PRAGMA max_page_count = 20')
    const sql = new Sql(database, new Gate())

    const failing = sql.atomically((now) => {
      now.run('INSERT INTO item VALUES (?)', 'small')
      now.run('INSERT INTO item VALUES (?)', 'x'.repeat(1_000_000))
    })

    await expect(failing).rejects.toThrow('full')
    await sql.atomically((now) => now.run('INSERT INTO item VALUES (?)', 'later'))
    expect(await sql.all('SELECT n FROM item')).toMatchObject([{ n: 'later' }])
    database.close()
  })

  test('another process writes: what is to be written waits in its order, and this process does not stand still', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'aika-sql-')), 'shared.db')
    const [other, database] = [openDatabase(path), openDatabase(path)]
    waitAtGate(database)
    other.exec('CREATE TABLE item (n INTEGER)')
    const sql = new Sql(database, new Gate())
    other.exec('BEGIN IMMEDIATE')

    const written = Promise.all([
      sql.run('INSERT INTO item VALUES (1)'),
      sql.atomically((now) => now.run('INSERT INTO item VALUES (2)')),
      sql.run('INSERT INTO item VALUES (3)'),
    ])
    await setImmediate()
    // Were the waiting inside SQLite, nobody could end this.
    other.exec('COMMIT')

    expect(await written).toEqual([1, 1, 1])
    expect(other.prepare('SELECT n FROM item ORDER BY rowid').all()).toMatchObject([
      { n: 1 },
      { n: 2 },
      { n: 3 },
    ])
    for (const opened of [other, database]) opened.close()
  })
})
