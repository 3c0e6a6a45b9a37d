import { DatabaseSync } from 'node:sqlite'
import { Gate } from './gate.ts'
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
})
