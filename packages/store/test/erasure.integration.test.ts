import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { openStore, type RowCounts, type Store } from '../src/index.ts'
import { personal } from '../src/repositories/personal.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aMessage, aQuestion, aReminder, at, aTurn, open } from './fixtures.ts'

/** One word: the index knows words alone. */
const canary = 'canary7f3a'
/** Its end: a list of words that are in order leaves out how one begins like the one before. */
const endOfCanary = 'ary7f3a'

/** Something of a person in every table that can hold any. */
async function live(store: Store, userId: number, text: string): Promise<void> {
  const own = { userId, chatId: userId }
  const turnId = `tg-${userId}-1`
  await store.inbox.add({ ...aMessage(1), ...own, updateKey: turnId, text })
  const [message] = await store.inbox.waiting(userId)
  await store.turns.start(aTurn({ ...own, id: turnId, text }), [message!.id])
  await store.turns.addStep(turnId, { seq: 0, kind: 'model', content: JSON.stringify(text.repeat(500)) })
  await store.turns.beginCall(turnId, 1)
  await store.approvals.ask(
    aQuestion({ ...own, id: `question${userId}`, subject: turnId, args: text, card: text }),
  )
  await store.approvals.decide({
    ...own,
    id: `question${userId}`,
    decision: 'always',
    at: at(1),
    label: text,
  })
  await store.turns.finish(turnId, { status: 'answered', answer: text, at: at(2) })
  await store.deliveries.begin(`reply-${turnId}`, 0, userId)
  await store.attachments.add({
    ...own, id: `tg-${userId}-2`, traceId: 'trace-of-test', kind: 'photo', fileId: text, name: text, path: text, createdAt: at(0),
  }) // prettier-ignore
  await store.reminders.add(aReminder(`r${userId}`, { ...own, createdBy: userId, text, rule: '{}' }), at(0))
  await store.reminders.fire((await store.reminders.find(`r${userId}`))!, at(900), at(61))
  await store.notes.add(userId, { id: `n${userId}`, text, createdAt: at(0) })
  await store.people.setTimeZone(userId, 'Europe/Berlin')
  await store.conversations.startFresh(userId)
  const sentences = [{ text, turnIds: [turnId] }]
  await store.summaries.add(
    userId,
    { kind: 'daily', period: '2026-11-21', fromNumber: 1, throughNumber: 1, state: 'model', sentences },
    at(3),
  )
  await store.usage.add([{
    at: at(0), userId, purpose: 'turn', provider: 'gemini', model: 'm', promptTokens: 1, cachedTokens: 0, outputTokens: 1,
    thoughtTokens: 0, latencyMs: 1, outcome: 'ok', traceId: 'trace-of-test',
  }]) // prettier-ignore
}

/** One in each table; question, answer and note are passages. */
const rowsOfALife = ({ words }: { words: number }) => ({
  ...Object.fromEntries(personal.map(({ table }) => [table, 1])),
  Passage: 3,
  Word: words,
})

/** Answered exchanges of person 42, each with a step and a passage. */
function fillWith(path: string, { exchanges }: { exchanges: number }): void {
  using database = new DatabaseSync(path)
  const each = `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${exchanges})`
  const columns = `"id", "chatId", "userId", "replyToMessageId", "traceId", "text", "status"`
  database.exec(`
    INSERT INTO "Turn" (${columns}) ${each} SELECT 'tg-42-' || n, 42, 42, 1, 'trace', 'hi', 'answered' FROM n;
    INSERT INTO "TurnStep" ("turnId", "seq", "kind", "content") SELECT "id", 0, 'reply', '{}' FROM "Turn";
    INSERT INTO "Passage" ("userId", "chatId", "sourceId", "role", "chunk", "at", "date", "body")
      SELECT 42, 42, "id", 'question', 0, '2026-11-21', '', 'hi' FROM "Turn"`)
}

describe('a person who is forgotten', () => {
  test('nothing is left of them: no row, and none of their words in the files; others keep all of theirs', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    await live(store, 42, canary)
    await live(store, 43, 'somebody else')
    const all = rowsOfALife({ words: 1 })
    expect(await store.erasure.census(42)).toEqual(all)
    const others = await store.erasure.census(43)

    expect(await store.erasure.erase(42)).toEqual(all)
    await store.erasure.settle()

    expect(await store.erasure.census(42)).toEqual({})
    expect(await store.erasure.erase(42)).toEqual({})
    expect(await store.erasure.census(43)).toEqual(others)
    expect(bytesOf(database.path)).not.toContain(endOfCanary)
    expect(bytesOf(database.path)).toContain('somebody else')
    const found = await store.passages.occurrences(43, ['somebody', 'else'])
    expect([...found]).toEqual([['else', 3], ['somebody', 3]]) // prettier-ignore
  })

  test('a long life, written and rewritten among others’: no page keeps a word of it', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    for (let n = 0; n < 400; n++) {
      const userId = n % 3 ? 43 : 42
      const text = (n % 3 ? 'other ' : `${canary} `).repeat(1 + ((n * 37) % 700))
      const id = `tg-1-${n}`
      await store.turns.start(aTurn({ id, userId, chatId: userId, text }), [])
      await store.turns.addStep(id, { seq: 0, kind: 'model', content: text })
      await store.turns.finish(id, { status: 'answered', answer: text, at: at(n) })
      await store.exchanges.setSentence(id, text.slice(0, 200))
      await store.notes.add(userId, { id: `n${n}`, text, createdAt: at(n) })
      await store.notes.edit(userId, `n${n}`, text.slice(0, (n * 13) % 500), at(n))
    }

    expect(bytesOf(database.path)).toContain(endOfCanary)
    await store.erasure.erase(42)
    await store.erasure.settle()

    expect(bytesOf(database.path)).not.toContain(endOfCanary)
  })

  test('they said a lot: it goes in slices, between which others read and write', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    fillWith(database.path, { exchanges: 1_200 })
    await live(store, 43, 'somebody else')
    const others = await store.erasure.census(43)
    const all = { Turn: 1_200, TurnStep: 1_200, Passage: 1_200 }
    expect(await store.erasure.census(42)).toEqual(all)

    const seen: RowCounts[] = []
    let isErasing = true
    const erased = store.erasure.erase(42).finally(() => (isErasing = false))
    while (isErasing) {
      seen.push(await store.erasure.census(42))
      await setImmediate()
    }

    expect(await erased).toEqual(all)
    expect(await store.erasure.census(42)).toEqual({})
    expect(await store.erasure.census(43)).toEqual(others)
    const between = (table: string) => seen.some((rows) => (rows[table] ?? 0) > 0 && rows[table]! < 1_200)
    expect([between('Passage'), between('TurnStep')]).toEqual([true, true])
  })

  test('what runs is told to stop, what waits is dropped, nothing of theirs begins any more', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.inbox.add(aMessage(2))
    await store.reminders.add(aReminder('mine'), at(0))
    await store.reminders.add(aReminder('for another', { userId: 43, chatId: 43 }), at(0))
    await store.reminders.add(aReminder('of another', { userId: 43, chatId: 43, createdBy: 43 }), at(0))
    await store.turns.start(aTurn({ id: 'tg-1-3', chatId: -5 }), [])
    await store.approvals.ask(aQuestion({ subject: 'tg-1-3', chatId: -5 }))

    expect(await store.erasure.stop(42, at(5))).toEqual([{ turnId: 'tg-1-1', chatId: 42 }])

    expect(await store.inbox.waiting(42)).toEqual([])
    expect((await store.reminders.due(at(999))).map(({ id }) => id)).toEqual(['of another'])
    expect(await store.approvals.find('question00000001')).toMatchObject({ state: 'void' })
    expect(await store.turns.find('tg-1-3')).toMatchObject({ status: 'parked' })
    expect(await store.erasure.running(42)).toBe(1)
  })

  test('they wrote in a group: their turns there go, another’s message in one of them does not come back', async () => {
    await using store = await open()
    await store.inbox.add({ ...aMessage(1), chatId: -5 })
    await store.inbox.add({ ...aMessage(2), chatId: -5, userId: 43 })
    const waiting = await store.inbox.waiting(-5)
    await store.turns.start(aTurn({ chatId: -5 }), waiting.map(({ id }) => id)) // prettier-ignore
    await store.deliveries.begin('reply-tg-1-1', 0, -5)
    await store.turns.start(aTurn({ id: 'tg-1-9', chatId: -6, userId: 43 }), [])

    expect(await store.erasure.traces(42)).toEqual({ turnIds: ['tg-1-1'], reminderIds: [] })
    expect(await store.erasure.erase(42)).toEqual({ Delivery: 1, InboxMessage: 2, Turn: 1 })

    expect(await store.inbox.waiting(-5)).toEqual([])
    expect(await store.turns.find('tg-1-9')).toBeDefined()
  })

  test('every table that names people, chats, turns or reminders is known here', () => {
    const database = new DatabaseSync(temporaryDatabase().path)
    const columns = database
      .prepare(
        `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`,
      )
      .all() as { table: string; column: string }[]
    database.close()
    const naming = columns.filter(({ column }) =>
      /^(userId|chatId|turnId|reminderId|createdBy)$/.test(column),
    )

    expect(new Set(personal.map(({ table }) => table))).toEqual(new Set(naming.map(({ table }) => table)))
  })
})

describe('a person who wants all of theirs', () => {
  test('every row of every table, and none of anybody else', async () => {
    await using store = await open()
    await live(store, 42, canary)
    await live(store, 43, 'somebody else')
    for (let n = 0; n < 120; n++)
      await store.notes.add(42, { id: `m${n}`, text: `note ${n}`, createdAt: at(n) })

    const found: Record<string, unknown[]> = {}
    for (const table of store.export.tables) {
      found[table] = []
      for await (const row of store.export.rows(table, 42)) found[table].push(row)
    }

    const counts = Object.fromEntries(Object.entries(found).map(([table, rows]) => [table, rows.length]))
    // Of the 120 notes more: each a passage and a number; “note” is one word.
    expect(counts).toEqual({ ...rowsOfALife({ words: 1 + 1 + 120 }), Note: 121, Passage: 3 + 120 })
    expect(JSON.stringify(found)).toContain(canary)
    expect(JSON.stringify(found)).not.toContain('somebody else')
    expect(new Set(found['Note']!.map((row) => JSON.stringify(row))).size).toBe(121)
  })
})

/** Everything that lies on the disk of a database. */
function bytesOf(path: string): string {
  const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
  return files.map((file) => readFileSync(file, 'latin1')).join('')
}
