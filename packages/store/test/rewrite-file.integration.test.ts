import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { openStore, type ExportedRow, type Store } from '../src/index.ts'
import { rewriteFile } from '../src/repositories/rewrite-file.ts'
import { Gate } from '../src/sqlite/gate.ts'
import { openDatabase } from '../src/sqlite/open-database.ts'
import { Sql } from '../src/sqlite/sql.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { at, aTurn } from './fixtures.ts'

const canary = 'qwzcanary'
const nothing = { turnIds: [], numbers: [], noteIds: [], sentences: [], reminderIds: [], cardIds: [] }

/** Rows that grow after others were written beside them: SQLite moves them about, and copies stay where they were. */
async function aBusyStore() {
  const database = temporaryDatabase()
  const store = await openStore(database)
  let seed = 231
  const chance = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff
  const padding = () => 'lorem ipsum dolor sit '.repeat(Math.floor(chance() * 25))
  for (let turn = 0; turn < 1_200; turn++) {
    const userId = chance() < 0.5 ? 6 : 5
    const word = userId === 5 ? canary : 'plain'
    const chatId = chance() < 0.1 ? -7 : userId
    const id = `tg-${chatId}-${turn}`
    await store.turns.start(aTurn({ id, chatId, userId, text: `${word} q ${padding()}` }), [])
    for (let seq = Math.floor(chance() * 3); seq >= 0; seq--)
      await store.turns.addStep(id, { seq, kind: 'model', content: JSON.stringify(`${word} s ${padding()}`) })
    await store.turns.finish(id, { status: 'answered', answer: `${word} a ${padding()}`, at: at(turn) })
  }
  return { store, path: database.path }
}

describe('what was deleted', () => {
  test('is in no byte of the file after it was written anew, not in what SQLite moved either', async () => {
    const { store, path } = await aBusyStore()
    await using _store = store
    await store.erasure.erase(5)
    await store.erasure.settle()

    expect(await store.erasure.rewriteFile()).toBe(true)

    expect(readFileSync(path).includes(canary.slice(2))).toBe(false)
    expect(await store.exchanges.after(6, 0, 5_000)).not.toHaveLength(0)
  })

  test.each([
    ['a note that was removed', (store: Store) => store.notes.remove(5, 'n1')],
    ['a note that was changed', (store: Store) => store.notes.edit(5, 'n1', 'Otherwise', at(1))],
    [
      'a note that was forgotten',
      (store: Store) => store.forgetSome.erase(5, { ...nothing, noteIds: ['n1'] }),
    ],
    ['a person', (store: Store) => store.erasure.erase(5)],
  ])('%s: the file is written anew, once', async (_what, deletes) => {
    await using store = await openStore(temporaryDatabase())
    await store.notes.add(5, { id: 'n1', text: 'My PIN', createdAt: at(0) })
    expect(await store.erasure.rewriteFile()).toBe(false)

    await deletes(store)

    expect([await store.erasure.rewriteFile(), await store.erasure.rewriteFile()]).toEqual([true, false])
  })

  test('the disk has no room for it: that is said, nothing is written, and it is tried again', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    await store.erasure.erase(5)
    const connection = openDatabase(database.path)
    const large = `${database.path}-large`
    writeFileSync(large, '')
    truncateSync(large, 2 ** 43)

    const rewriting = rewriteFile(new Sql(connection, new Gate()), large)

    await expect(rewriting).rejects.toMatchObject({ code: 'no_space', retryable: false })
    connection.close()
    rmSync(large)
    await expect(store.erasure.rewriteFile()).resolves.toBe(true)
  })

  test('whoever has the file written anew goes on before that is done', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    await store.erasure.erase(5)
    const others = openDatabase(database.path)
    const state = () => others.prepare('PRAGMA user_version').get()!['user_version']

    const rewriting = store.erasure.rewriteFile()
    while (state() === 1) await setImmediate()

    expect(state()).toBe(2)
    // Whoever writes keeps it from being done.
    others.exec('BEGIN IMMEDIATE')
    await readFile(database.path)
    expect(state()).toBe(2)
    others.exec('COMMIT')
    others.close()
    await expect(rewriting).resolves.toBe(true)
  })

  test('an export leaves no row out, in any table, though rows go and the file is written anew between two pages', async () => {
    const { store, path } = await aBusyStore()
    await using _store = store
    const others = openDatabase(path)
    const there = await store.erasure.census(6)
    const exported: Record<string, number> = {}

    for (const table of store.export.tables)
      for await (const row of store.export.rows(table, 6)) {
        const count = (exported[table] = (exported[table] ?? 0) + 1)
        if (table !== 'TurnStep') continue
        // Of what is exported already: whoever counts rows to find the next page passes over as many.
        if (count % 60 === 1) deleteStep(others, row)
        if (count % 300 === 0) await expect(store.erasure.rewriteFile()).resolves.toBe(true)
      }

    others.close()
    expect(exported).toEqual(there)
  })
})

function deleteStep(database: DatabaseSync, { turnId, seq }: ExportedRow): void {
  database.exec('PRAGMA user_version = 1')
  database.prepare('DELETE FROM "TurnStep" WHERE "turnId" = ? AND "seq" = ?').run(turnId!, seq!)
}
