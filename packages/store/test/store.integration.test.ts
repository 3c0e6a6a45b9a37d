import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openStore, type NewTurn } from '../src/index.ts'
import { migrate } from '../src/migrate/migrations.ts'
import { migrationsDir, temporaryDatabase } from '../src/testing.ts'

const aTurn = (more: Partial<NewTurn> = {}): NewTurn => ({
  id: 'tg-1-1',
  chatId: 42,
  userId: 42,
  replyToMessageId: 1,
  traceId: 'trace-of-test',
  text: 'hello',
  ...more,
})

const aMessage = (updateKey: string, chatId = 42) => ({
  updateKey,
  chatId,
  userId: 42,
  messageId: 1,
  kind: 'message' as const,
  text: 'hello',
  sentAt: new Date('2026-11-21T10:00:00Z'),
  traceId: 'trace-of-test',
})

const open = () => openStore(temporaryDatabase())

describe('inbox', () => {
  test('the same update twice is one row', async () => {
    await using store = await open()

    expect(await store.inbox.add(aMessage('tg-1-1'))).toBe(true)
    expect(await store.inbox.add(aMessage('tg-1-1'))).toBe(false)

    expect(await store.inbox.waiting(42)).toHaveLength(1)
  })

  test('any text comes back as it was written, what is no text at all as near as can be', async () => {
    await using store = await open()
    const texts = [
      '',
      '\'; DROP TABLE "Turn"; --',
      'nul \0 in it',
      '👩‍👩‍👧 שלום',
      '{"kind":',
      'x'.repeat(1_000_000),
    ]
    for (const [n, text] of texts.entries()) await store.inbox.add({ ...aMessage(`tg-1-${n}`), text })
    await store.inbox.add({ ...aMessage('tg-1-9'), text: 'half \ud83d pair' })

    const read = (await store.inbox.waiting(42)).map(({ text }) => text)

    expect(read).toEqual([...texts, 'half \ufffd pair'])
  })

  test('messages wait in the order they came, and only in their own chat', async () => {
    await using store = await open()
    for (const n of [3, 1, 2]) await store.inbox.add(aMessage(`tg-1-${n}`))
    await store.inbox.add(aMessage('tg-1-9', -100_123_456_789))

    const waiting = await store.inbox.waiting(42)

    expect(waiting.map(({ updateKey }) => updateKey)).toEqual(['tg-1-3', 'tg-1-1', 'tg-1-2'])
    expect(await store.inbox.waiting(-100_123_456_789)).toHaveLength(1)
  })

  test('a chat with a waiting message or a running turn is found by the sweep, a finished one is not', async () => {
    await using store = await open()
    await store.inbox.add(aMessage('tg-1-1', 1))
    await store.turns.start(aTurn({ id: 'tg-1-2', chatId: 2 }), [])
    await store.turns.start(aTurn({ id: 'tg-1-3', chatId: 3 }), [])
    await store.turns.finish('tg-1-3', { status: 'answered', answer: 'x', at: new Date() })

    const stuck = await store.inbox.stuckChats(new Date('2999-01-01'))

    expect(stuck.toSorted((a, b) => a - b)).toEqual([1, 2])
    expect(await store.inbox.stuckChats(new Date('2020-01-01'))).toEqual([])
  })
})

describe('turns', () => {
  test('a turn takes its messages out of the inbox and stays unfinished until it is finished', async () => {
    await using store = await open()
    await store.inbox.add(aMessage('tg-1-1'))
    const [message] = await store.inbox.waiting(42)

    await store.turns.start(aTurn(), [message!.id])

    expect(await store.inbox.waiting(42)).toEqual([])
    expect(await store.turns.unfinished(42)).toMatchObject({ id: 'tg-1-1', status: 'running' })
    await store.turns.finish('tg-1-1', { status: 'answered', answer: 'hi', at: new Date() })
    expect(await store.turns.unfinished(42)).toBeUndefined()
  })

  test('starting the same turn again finds the first', async () => {
    await using store = await open()
    const first = await store.turns.start(aTurn(), [])

    const again = await store.turns.start(aTurn({ text: 'other' }), [])

    expect(again).toEqual(first)
  })

  test('starting another turn while one runs finds the one that runs, and its message waits on', async () => {
    await using store = await open()
    for (const n of [1, 2]) await store.inbox.add(aMessage(`tg-1-${n}`))
    const [first, second] = await store.inbox.waiting(42)
    await store.turns.start(aTurn(), [first!.id])

    const found = await store.turns.start(aTurn({ id: 'tg-1-2' }), [second!.id])

    expect(found.id).toBe('tg-1-1')
    expect(await store.inbox.waiting(42)).toMatchObject([{ updateKey: 'tg-1-2' }])
  })

  test('two drivers of one turn: the second step with the same number is refused', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.addStep('tg-1-1', { seq: 0, kind: 'model', content: '"first"' })

    const second = store.turns.addStep('tg-1-1', { seq: 0, kind: 'model', content: '"second"' })

    await expect(second).rejects.toMatchObject({ code: 'step_taken' })
    expect(await store.turns.steps('tg-1-1')).toEqual([{ seq: 0, kind: 'model', content: '"first"' }])
  })

  test('two steps at once, one of which is there: neither is recorded', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.addStep('tg-1-1', { seq: 1, kind: 'reply', content: '"first"' })

    const both = [0, 1].map((seq) => ({ seq, kind: 'model' as const, content: '"second"' }))

    await expect(store.turns.addStep('tg-1-1', ...both)).rejects.toMatchObject({ code: 'step_taken' })
    expect(await store.turns.steps('tg-1-1')).toEqual([{ seq: 1, kind: 'reply', content: '"first"' }])
  })

  test('a wish to stop is noted on the running turn only', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])

    expect(await store.turns.requestCancel(42, new Date())).toEqual(['tg-1-1'])
    expect(await store.turns.requestCancel(7, new Date())).toEqual([])

    expect(await store.turns.cancelRequested('tg-1-1')).toBe(true)
  })
})

describe('deliveries', () => {
  test('fresh, then uncertain until it is known, then settled with the message id', async () => {
    await using store = await open()
    const begin = () => store.deliveries.begin('reply-1', 0, 42)

    expect(await begin()).toEqual({ state: 'fresh' })
    expect(await begin()).toEqual({ state: 'uncertain' })
    await store.deliveries.sent('reply-1', 0, 99)

    expect(await begin()).toEqual({ state: 'settled', messageId: 99 })
  })

  test('what surely was not sent is fresh again', async () => {
    await using store = await open()
    await store.deliveries.begin('reply-1', 0, 42)

    await store.deliveries.notSent('reply-1', 0)

    expect(await store.deliveries.begin('reply-1', 0, 42)).toEqual({ state: 'fresh' })
  })
})

describe('replies that nobody said', () => {
  const finished = { status: 'answered' as const, answer: 'hi', at: new Date('2026-11-21T10:00:05Z') }

  test('a finished turn without any delivery is found with its recorded reply, a said one is not', async () => {
    await using store = await open()
    for (const id of ['tg-1-1', 'tg-1-2']) {
      await store.turns.start(aTurn({ id }), [])
      await store.turns.addStep(id, { seq: 0, kind: 'reply', content: '{"kind":"notice"}' })
      await store.turns.finish(id, finished)
    }
    await store.deliveries.begin('reply-tg-1-2', 0, 42)

    const unsaid = await store.deliveries.unsaid(new Date(0), new Date('2026-11-21T10:00:06Z'))

    const { chatId, traceId, replyToMessageId } = aTurn()
    expect(unsaid).toEqual([
      { turnId: 'tg-1-1', attempt: 0, chatId, traceId, replyToMessageId, body: '{"kind":"notice"}' },
    ])
    expect(await store.deliveries.unsaid(new Date(0), finished.at)).toEqual([])
    expect(await store.deliveries.unsaid(new Date('2026-11-21T10:00:06Z'), new Date('2999-01-01'))).toEqual(
      [],
    )
  })
})

describe('the conversation', () => {
  test('the newest exchanges come oldest first, however they ended, and a running turn is none', async () => {
    await using store = await open()
    const ends = ['answered', 'failed', 'cancelled', 'answered'] as const
    for (const [n, status] of ends.entries()) {
      await store.turns.start(aTurn({ id: `tg-1-${n}` }), [])
      await store.turns.finish(`tg-1-${n}`, { status, answer: `answer ${n}`, at: new Date() })
    }
    await store.turns.start(aTurn({ id: 'tg-1-9' }), [])
    await store.exchanges.setSentence('tg-1-2', 'They said hello.')

    const recent = await store.exchanges.recent(42, 3)

    expect(recent.map(({ turnId }) => turnId)).toEqual(['tg-1-1', 'tg-1-2', 'tg-1-3'])
    expect(recent[1]).toMatchObject({ question: 'hello', answer: 'answer 2', sentence: 'They said hello.' })
    expect(await store.exchanges.setSentence('tg-1-2', 'Another.')).toBe(false)
  })
})

describe('usage', () => {
  test('tokens count for their person since the given moment', async () => {
    await using store = await open()
    const call = {
      at: new Date('2026-11-21T10:00:00Z'),
      userId: 42,
      purpose: 'turn',
      provider: 'gemini',
      model: 'm',
      promptTokens: 100,
      cachedTokens: 50,
      outputTokens: 10,
      thoughtTokens: 5,
      latencyMs: 3,
      outcome: 'ok',
      traceId: 'trace-of-test',
    }
    await store.usage.add([call, { ...call, userId: 7 }, { ...call, at: new Date('2026-11-20T10:00:00Z') }])

    expect(await store.usage.tokensSince(42, new Date('2026-11-21T00:00:00Z'))).toBe(115)
    expect(await store.usage.byPurpose(new Date('2026-11-21T00:00:00Z'))).toEqual([
      { purpose: 'turn', calls: 2, promptTokens: 200, outputTokens: 30 },
    ])
    expect(await store.usage.byPurposeOf(42, new Date('2026-11-21T00:00:00Z'))).toEqual([
      { purpose: 'turn', calls: 1, promptTokens: 100, outputTokens: 15 },
    ])
  })
})

describe('the shared file', () => {
  test('six processes write at once: nobody hears “database is locked”, nothing is missing', async () => {
    const { path, migrationsDir } = temporaryDatabase()
    const writer = join(__dirname, 'writer.ts')
    const run = promisify(execFile)

    await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) =>
        run(process.execPath, [writer, path, migrationsDir, `${n}`, '150'], { maxBuffer: 1e6 }),
      ),
    )

    const database = new DatabaseSync(path)
    expect(database.prepare(`SELECT count(*) AS n FROM "TurnStep"`).get()).toEqual({ n: 900 })
    expect(database.prepare(`SELECT count(*) AS n FROM "Turn" WHERE status = 'answered'`).get()).toEqual({
      n: 900,
    })
  })
})

describe('migrations', () => {
  const copyOfMigrations = () => {
    const folder = mkdtempSync(join(tmpdir(), 'aika-migrations-'))
    cpSync(migrationsDir, folder, { recursive: true })
    return folder
  }
  const add = (folder: string, name: string, sql: string) => {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  const withDatabase = <T>(path: string, use: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path)
    try {
      return use(database)
    } finally {
      database.close()
    }
  }

  test('applied twice, the second time changes nothing', () => {
    const { path } = temporaryDatabase()

    expect(withDatabase(path, (database) => migrate(database, migrationsDir))).toEqual([])
  })

  test('a database newer than the code stops the start and says what to do', async () => {
    const { path } = temporaryDatabase()
    const newer = copyOfMigrations()
    add(newer, '29990101000000_later', 'CREATE TABLE later (id INTEGER);')
    withDatabase(path, (database) => migrate(database, newer))

    await expect(openStore({ path, migrationsDir })).rejects.toMatchObject({ code: 'database_newer' })
    expect(() => withDatabase(path, (database) => migrate(database, migrationsDir))).toThrow(/newer version/)
  })

  test('a database that lacks a migration stops the start', async () => {
    const { path } = temporaryDatabase()
    const newer = copyOfMigrations()
    add(newer, '29990101000000_later', 'CREATE TABLE later (id INTEGER);')

    await expect(openStore({ path, migrationsDir: newer })).rejects.toMatchObject({
      code: 'database_not_migrated',
    })
  })

  test('a migration that fails half way leaves nothing of itself behind', () => {
    const { path } = temporaryDatabase()
    const broken = copyOfMigrations()
    add(broken, '29990101000000_broken', 'CREATE TABLE half (id INTEGER); NONSENSE;')

    expect(() => withDatabase(path, (database) => migrate(database, broken))).toThrow()

    const half = withDatabase(path, (database) =>
      database.prepare(`SELECT name FROM sqlite_master WHERE name = 'half'`).all(),
    )
    expect(half).toEqual([])
  })

  test('an edited migration is noticed', () => {
    const { path } = temporaryDatabase()
    const edited = mkdtempSync(join(tmpdir(), 'aika-migrations-'))
    add(edited, '20261121000000_first', 'CREATE TABLE other (id INTEGER);')

    expect(() => withDatabase(path, (database) => migrate(database, edited))).toThrow(/changed/)
  })
})

describe('schema.prisma', () => {
  test('every model and field of it is a table and column of the migrations, and the other way round', async () => {
    const { Prisma } = await import('../src/generated/client.ts')
    const { path } = temporaryDatabase()
    const database = new DatabaseSync(path)
    const tables = database
      .prepare(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'PassageIndex%'`,
      )
      .all() as { name: string }[]

    const inDatabase = tables.map(({ name }) => [
      name,
      (database.prepare(`SELECT name FROM pragma_table_info(?)`).all(name) as { name: string }[])
        .map((column) => column.name)
        .sort(),
    ])
    const scalars = Prisma as unknown as Record<string, Record<string, string>>
    const inSchema = Object.keys(Prisma.ModelName).map((name) => [
      name,
      Object.keys(scalars[`${name}ScalarFieldEnum`]!).sort(),
    ])

    expect(Object.fromEntries(inDatabase)).toEqual(Object.fromEntries(inSchema))
  })
})
