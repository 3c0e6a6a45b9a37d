import { sentenceMark, type Forgettable } from '@aika/contracts'
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { openStore, type NewSummary, type Store } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aMessage, aQuestion, aReminder, at, aTurn, open } from './fixtures.ts'

const canary = 'canary-4d1c'

const nothing: Forgettable = {
  turnIds: [], numbers: [], noteIds: [], sentences: [], reminderIds: [], cardIds: [],
} // prettier-ignore

/** A finished exchange with a row in every table that hangs on a turn. @returns its number. */
async function said(store: Store, n: number, text: string, more: { chatId?: number; userId?: number } = {}) {
  const own = { chatId: 42, userId: 42, ...more }
  const id = `tg-1-${n}`
  await store.inbox.add({ ...aMessage(n), ...own, updateKey: id, text })
  const [message] = await store.inbox.waiting(own.chatId)
  await store.turns.start(aTurn({ ...own, id, text }), [message!.id])
  const { number } = (await store.turns.find(id))!
  await store.turns.addStep(id, { seq: 0, kind: 'model', content: JSON.stringify(text.repeat(300)) })
  await store.turns.beginCall(id, 1)
  await store.attachments.add({
    ...own, id, traceId: 'trace-of-test', kind: 'photo', fileId: text, name: text, path: text, createdAt: at(n),
  }) // prettier-ignore
  const question = `question${String(n).padStart(8, '0')}`
  await store.approvals.ask(aQuestion({ ...own, id: question, subject: id, args: text, card: text }))
  await store.approvals.decide({ ...own, id: question, decision: 'denied', at: at(1), label: '' })
  for (const replyId of [`reply-${id}`, `reply-${id}-r1`, `file-${id}-2`, `approval-${question}`])
    await store.deliveries.begin(replyId, 0, own.chatId)
  await store.turns.finish(id, { status: 'answered', answer: `So: ${text}`, at: at(n) })
  await store.exchanges.setSentence(id, `They said ${text}.`)
  return number
}

const aSummary = (
  kind: NewSummary['kind'],
  [fromNumber, throughNumber]: [number, number],
  texts: string[],
  period = '2026-11-21',
): NewSummary => ({
  kind,
  period: kind === 'fold' ? `${period}#${throughNumber}` : period,
  fromNumber,
  throughNumber,
  state: 'model',
  sentences: texts.map((text) => ({ text, turnIds: [] })),
})

/** Everything that lies on the disk of a database. */
function bytesOf(path: string): string {
  const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
  return files.map((file) => readFileSync(file, 'latin1')).join('')
}

describe('some of what is remembered is forgotten', () => {
  test('an exchange, a note: no row, no hit and no byte is left of them; what is beside them stays', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    await said(store, 1, 'the heron flew')
    const number = await said(store, 2, `${canary} zyzzyva`)
    await said(store, 3, 'the heron came back')
    await store.notes.add(42, { id: 'n1', text: `${canary} noted`, createdAt: at(0) })
    await store.notes.add(42, { id: 'n2', text: 'heron noted', createdAt: at(0) })
    await store.summaries.add(42, aSummary('fold', [1, number], [`They told of ${canary}.`]), at(3))
    await store.approvals.ask(aQuestion({ id: 'question99999999', subject: 'tg-1-9', step: 0, tool: 'command:forget', card: canary })) // prettier-ignore
    const before = await store.erasure.census(42)
    const what = { ...nothing, turnIds: ['tg-1-2'], numbers: [number], noteIds: ['n1'] }

    expect(await store.forgetSome.erase(42, what)).toMatchObject({ exchanges: 1, notes: 1, sentences: 0 })
    await store.erasure.settle()

    expect(bytesOf(database.path)).not.toContain(canary)
    expect(bytesOf(database.path)).not.toContain('zyzzyva')
    const after = await store.erasure.census(42)
    for (const table of ['Turn', 'TurnStep', 'BegunCall', 'InboxMessage', 'Attachment'])
      expect([table, after[table]]).toEqual([table, before[table]! - 1])
    expect([after['Approval'], after['Delivery'], after['Note']]).toEqual([2, 8, 1])
    expect((await store.exchanges.recent(42, 10)).map(({ turnId }) => turnId)).toEqual(['tg-1-1', 'tg-1-3'])
    expect(await store.forgetSome.erase(42, what)).toMatchObject({ exchanges: 0, notes: 0, sentences: 0 })
    expect(await store.erasure.census(42)).toEqual(after)
  })

  test('a long life, with everything indexed: no page keeps a piece of the words', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    const what = { ...nothing, turnIds: [] as string[], numbers: [] as number[] }
    for (let n = 1; n <= 150; n++) {
      const isSecret = n % 3 === 0
      const number = await said(
        store,
        n,
        isSecret ? `xylograph zyzzyva ${n}` : `the weather of day ${n} was fine`,
      )
      if (isSecret) what.turnIds.push(`tg-1-${n}`)
      if (isSecret) what.numbers.push(number)
    }

    await store.forgetSome.erase(42, what)
    await store.erasure.settle()

    expect(bytesOf(database.path)).not.toMatch(/xylograph|zyzzyva/)
    expect((await store.mentions.find(42, ['weather'], 500)).exchanges).toHaveLength(100)
  })

  test('the index was being merged by itself just then: its half-written piece keeps no word either', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    using index = new DatabaseSync(database.path)
    index.exec('PRAGMA secure_delete = ON')
    const words = Array.from({ length: 1_000 }, (_, n) => `word${n}`).join(' ')
    const insert = index.prepare('INSERT INTO "PassageIndex" ("rowid", "body") VALUES (?, ?)')
    for (let piece = 0; piece < 4; piece++) {
      index.exec('BEGIN')
      for (let n = 0; n < 10; n++)
        insert.run(piece * 10 + n, piece + n === 0 ? `aaxylograph ${words}` : words)
      index.exec('COMMIT')
    }
    index.exec(`INSERT INTO "PassageIndex" ("PassageIndex", "rank") VALUES ('merge', 1)`)
    index.exec('DELETE FROM "PassageIndex" WHERE "rowid" = 0')

    await store.erasure.settle()

    expect(bytesOf(database.path).includes('xylograph')).toBe(false)
  })

  test('what later turns found of it is taken out of their steps, and nothing else is', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    const heron = await said(store, 1, 'the heron flew')
    const secret = await said(store, 2, `${canary} zyzzyva`)
    const theirs = await said(store, 3, 'theirs', { chatId: 43, userId: 43 })
    await store.notes.add(42, { id: 'n1', text: `${canary} noted`, createdAt: at(0) })
    await store.notes.add(42, { id: 'n2', text: 'heron noted', createdAt: at(0) })
    const passage = (number: number, text: string) => ({ by: 'you', message: `#${number}`, text })
    const found = (...passages: object[]) => ['memory_search', 'found some', { passages }] as const
    const listed = (...ids: string[]) =>
      ['memory', 'read the notes', { notes: ids.map((id) => ({ id, text: `${id} ${canary}` })) }] as const
    const gone = [
      found(passage(heron, 'heron'), passage(secret, canary)),
      found(passage(theirs, canary)),
      found({ by: 'you', text: canary }),
      found({ by: 'your note', text: `${canary} noted` }),
      ['memory_search', `read message #${secret}`, { text: canary }],
      listed('n1', 'n2'),
      ['memory', 'changed a note', { id: 'n1', noted: canary }],
    ] as const
    const kept = [
      found(passage(heron, 'heron'), { by: 'your note', text: 'heron noted' }),
      ['memory_search', `read message #${heron}`, { text: 'heron' }],
      ['memory', 'read the notes', { notes: [{ id: 'n2', text: 'heron noted' }] }],
      ['memory', 'noted something', { id: 'n2', noted: 'heron noted' }],
      ['memory', 'removed a note', { removed: 'n2' }],
      ['read_file', 'read message #2', { text: 'of a file' }],
    ] as const
    const steps = [...gone, ...kept].map(([name, done, output], seq) => ({
      seq,
      kind: 'tool' as const,
      content: JSON.stringify({ name, response: { output }, failed: false, done }),
    }))
    await store.turns.start(aTurn({ id: 'tg-1-9', text: 'and now?' }), [])
    for (const step of steps) await store.turns.addStep('tg-1-9', step)

    for (let pass = 0; pass < 2; pass++) {
      await store.forgetSome.erase(42, { ...nothing, turnIds: ['tg-1-2'], noteIds: ['n1'] })
      await store.forgetSome.eraseQuotes(42)
    }
    await store.erasure.settle()

    const left = await store.turns.steps('tg-1-9')
    expect(left.slice(gone.length)).toEqual(steps.slice(gone.length))
    expect(left.slice(0, gone.length).map(({ content }) => JSON.parse(content) as object)).toEqual(
      gone.map(([name, done]) => ({
        name,
        done,
        failed: false,
        response: { output: { note: '(forgotten: the person had it deleted)' } },
      })),
    )
    expect(bytesOf(database.path)).not.toContain(canary)
  })

  test('cards that asked go with it; one that is open and names what is still there stays', async () => {
    await using store = await open()
    for (const n of [1, 2]) await said(store, n, `words ${n}`)
    await store.notes.add(42, { id: 'n1', text: 'noted', createdAt: at(0) })
    await store.summaries.add(42, aSummary('daily', [1, 1], ['One.', 'Two.'], '2026-11-19'), at(0))
    await store.summaries.add(42, aSummary('daily', [2, 2], ['Three.'], '2026-11-20'), at(0))
    const sentence = (summaryId: number, text: string) => ({ summaryId, mark: sentenceMark(text) })
    const card = (id: string, userId: number, args: Forgettable) =>
      store.approvals.ask(aQuestion({ id, userId, subject: `wish-${id}`, step: 0, tool: 'command:forget', args: JSON.stringify(args) })) // prettier-ignore
    const other = { ...nothing, turnIds: ['tg-1-1'], noteIds: ['n1'], sentences: [sentence(1, 'Two.')] }
    await card('the same', 42, { ...nothing, turnIds: ['tg-1-1', 'tg-1-2'] })
    await card('of its day', 42, { ...nothing, sentences: [sentence(2, 'Three.')] })
    await card('denied', 42, other)
    await store.approvals.decide({ id: 'denied', userId: 42, chatId: 42, decision: 'denied', at: at(1), label: '' }) // prettier-ignore
    await card('other', 42, other)
    await card('another’s', 43, { ...nothing, turnIds: ['tg-1-2'] })

    for (let pass = 0; pass < 2; pass++)
      await store.forgetSome.erase(42, { ...nothing, turnIds: ['tg-1-2'], numbers: [2] })

    const left = ['the same', 'of its day', 'denied', 'other', 'another’s'].map((id) =>
      store.approvals.find(id),
    )
    expect((await Promise.all(left)).map((approval) => approval?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      'other',
      'another’s',
    ])
  })

  test('clocks were set back between two exchanges: nothing of the first is left around the second', async () => {
    const database = temporaryDatabase()
    let clock = at(3_600)
    await using store = await openStore({ ...database, clock: () => clock })
    await said(store, 1, `${canary} zyzzyva`)
    clock = at(0)
    await said(store, 2, 'the heron came back')

    await store.forgetSome.erase(42, { ...nothing, turnIds: ['tg-1-1'] })
    await store.erasure.settle()

    expect(bytesOf(database.path)).not.toContain('zyzzyva')
  })

  test('ids of another’s turns, notes and sentences name nothing', async () => {
    await using store = await open()
    const number = await said(store, 1, 'theirs', { chatId: 43, userId: 43 })
    await said(store, 2, 'in a group', { chatId: -5, userId: 43 })
    await said(store, 3, 'mine in the group', { chatId: -5 })
    await store.notes.add(43, { id: 'n1', text: 'theirs', createdAt: at(0) })
    for (const kind of ['fold', 'daily', 'major'] as const)
      await store.summaries.add(43, aSummary(kind, [number, number], ['Theirs.']), at(0))
    const others = await store.erasure.census(43)

    const what = {
      ...nothing,
      turnIds: ['tg-1-1', 'tg-1-2', 'tg-1-3'],
      numbers: [number],
      noteIds: ['n1'],
      sentences: [1, 2, 3].map((summaryId) => ({ summaryId, mark: sentenceMark('Theirs.') })),
    }
    expect(await store.forgetSome.count(42, what)).toMatchObject({ exchanges: 1, notes: 0, sentences: 0 })
    expect(await store.forgetSome.erase(42, what)).toMatchObject({ exchanges: 1, notes: 0, sentences: 0 })

    expect(await store.erasure.census(43)).toEqual(others)
    expect(await store.summaries.stale(43)).toEqual([])
    expect(await store.turns.find('tg-1-3')).toBeUndefined()
  })

  test('reminders that are over and decided cards of commands: no byte is left; what is to come stays, and another’s', async () => {
    const database = temporaryDatabase()
    await using store = await openStore(database)
    const remind = (id: string, more = {}) =>
      store.reminders.add(aReminder(id, { text: canary, ...more }), at(0))
    for (const id of ['fired', 'by me', 'undone']) await remind(id, id === 'by me' ? { userId: 43 } : {})
    for (const id of ['fired', 'by me'])
      await store.reminders.fire((await store.reminders.find(id))!, undefined, at(60))
    await store.reminders.cancel('undone', 42)
    await remind('to come', { text: 'buy milk' })
    await remind('theirs', { text: 'theirs', userId: 43, createdBy: 43, chatId: 43 })
    await store.reminders.cancel('theirs', 43)
    const put = (id: string, more = {}) =>
      store.approvals.ask(
        aQuestion({ id, subject: `wish-${id}`, step: 0, tool: 'command:shared_put', ...more }),
      )
    await put('denied', { args: canary, card: canary })
    await store.approvals.decide({ id: 'denied', userId: 42, chatId: 42, decision: 'denied', at: at(1), label: '' }) // prettier-ignore
    await put('open')
    await put('another’s', { userId: 43, chatId: 43 })
    const what = {
      ...nothing,
      reminderIds: ['fired', 'by me', 'undone', 'to come', 'theirs'],
      cardIds: ['denied', 'open', 'another’s'],
    }

    expect(await store.forgetSome.count(42, what)).toMatchObject({ reminders: 3, cards: 1 })
    expect(await store.forgetSome.erase(42, what)).toMatchObject({ reminders: 3, cards: 1 })
    await store.erasure.settle()

    expect(bytesOf(database.path)).not.toContain(canary)
    expect(await store.erasure.census(42)).toEqual({ Approval: 1, Reminder: 1 })
    expect(await store.erasure.census(43)).toEqual({ Approval: 1, Reminder: 1 })
    expect(await store.forgetSome.erase(42, what)).toMatchObject({ reminders: 0, cards: 0 })
  })

  test('one whose card is open goes with its question: nobody can answer it any more, nothing of it is indexed', async () => {
    await using store = await open()
    await store.turns.start(aTurn({ text: canary }), [])
    await store.approvals.ask(aQuestion({ card: canary }))
    const [parked] = (await store.mentions.find(42, [canary], 9)).exchanges
    expect(parked).toMatchObject({ turnId: 'tg-1-1', isParked: true })

    await store.forgetSome.erase(42, { ...nothing, turnIds: [parked!.turnId], numbers: [parked!.number] })

    const press = {
      id: 'question00000001',
      userId: 42,
      chatId: 42,
      decision: 'denied',
      at: at(1),
      label: '',
    } as const
    expect(await store.approvals.decide(press)).toEqual({ kind: 'unknown' })
    expect(await store.erasure.census(42)).toEqual({})
  })

  test('one of them runs: nothing goes until it has stopped', async () => {
    await using store = await open()
    await said(store, 1, 'hello')
    await store.turns.start(aTurn({ id: 'tg-1-2' }), [])
    const what = { ...nothing, turnIds: ['tg-1-1', 'tg-1-2'] }

    await store.turns.start(aTurn({ id: 'tg-1-3', chatId: -5 }), [])
    await store.turns.start(aTurn({ id: 'tg-1-4', chatId: -6, userId: 43 }), [])
    expect(await store.forgetSome.running(42)).toEqual(['tg-1-2', 'tg-1-3'])
    await expect(store.forgetSome.erase(42, what)).rejects.toMatchObject({
      code: 'turn_running',
      retryable: true,
    })
    expect(await store.forgetSome.stop(43, what.turnIds, at(5))).toEqual([])
    expect(await store.forgetSome.stop(42, what.turnIds, at(5))).toEqual([{ turnId: 'tg-1-2', chatId: 42 }])

    expect(await store.turns.find('tg-1-1')).toBeDefined()
    expect(await store.turns.find('tg-1-2')).toMatchObject({ cancelRequested: true })
  })
})

describe('summaries of what is forgotten', () => {
  /** Seven exchanges: 1 and 2 on Thursday, 3 on Friday, 4 to 7 today; 4 to 6 are in folds, all before in major memory. */
  async function aWeek(store: Store): Promise<number[]> {
    const numbers: number[] = []
    for (let n = 1; n <= 7; n++) numbers.push(await said(store, n, `day ${n}`))
    const [a, b, c, d, e, f] = numbers as [number, number, number, number, number, number]
    const add = (summary: NewSummary) => store.summaries.add(42, summary, at(0))
    await add(aSummary('fold', [a, b], ['Old fold.'], '2026-11-19'))
    await add(aSummary('daily', [a, b], ['Thursday.'], '2026-11-19'))
    await add(aSummary('major', [a, b], ['Until Thursday.'], '2026-11-15'))
    await add(aSummary('daily', [c, c], ['Friday.'], '2026-11-20'))
    await add(aSummary('major', [c, c], ['Until Friday.'], '2026-11-22'))
    await add(aSummary('fold', [d, e], ['First fold.']))
    await add(aSummary('fold', [f, f], ['Second fold.']))
    return numbers
  }
  const textsOf = async (store: Store) => {
    const kinds = await Promise.all(
      (['fold', 'daily', 'major'] as const).map((kind) => store.summaries.after(42, kind, 0, 50)),
    )
    return kinds.flat().map(({ sentences, state }) => (state === 'stale' ? 'stale' : sentences[0]!.text))
  }
  const forget = (store: Store, ...numbers: number[]) =>
    store.forgetSome.erase(42, { ...nothing, turnIds: numbers.map((n) => `tg-1-${n}`), numbers })

  test('today’s: the fold goes, and the later one that was made with it', async () => {
    await using store = await open()
    const [, , , , e] = await aWeek(store)

    await forget(store, e!)

    expect(await textsOf(store)).toEqual([
      'Old fold.',
      'Thursday.',
      'Friday.',
      'Until Thursday.',
      'Until Friday.',
    ])
  })

  test('of a day before: its daily is to be written anew, its fold and all major memory since go', async () => {
    await using store = await open()
    const [, b] = await aWeek(store)

    await forget(store, b!)

    expect(await textsOf(store)).toEqual(['First fold.', 'Second fold.', 'stale', 'Friday.'])
    expect(await store.summaries.stale(42)).toMatchObject([{ period: '2026-11-19', sentences: [] }])
  })

  test.each([
    { dailies: 1, left: [] },
    { dailies: 2, left: ['stale'] },
  ])(
    'a fold across two days, of which $dailies are summed up: all that was made with it goes',
    async (given) => {
      await using store = await open()
      const [, , , d, e, f] = (await aWeek(store)) as [number, number, number, number, number, number]
      const days = [aSummary('daily', [d, d], ['Today.']), aSummary('daily', [e, f], ['Next.'], '2026-11-22')]
      for (const day of days.slice(0, given.dailies)) await store.summaries.add(42, day, at(9))

      await forget(store, d)

      const kept = ['Old fold.', 'Thursday.', 'Friday.', ...given.left, 'Until Thursday.', 'Until Friday.']
      expect(await textsOf(store)).toEqual(kept)
    },
  )

  test('all of a day: there is nothing to write anew, its daily goes', async () => {
    await using store = await open()
    const [, , c] = await aWeek(store)

    await forget(store, c!)

    expect(await textsOf(store)).toEqual([
      'Old fold.',
      'First fold.',
      'Second fold.',
      'Thursday.',
      'Until Thursday.',
    ])
  })

  test('a summary was written while its turn went: doing it again takes it away, too', async () => {
    await using store = await open()
    const [, , , d, e] = await aWeek(store)
    await forget(store, d!)
    await store.summaries.add(42, aSummary('fold', [e!, e!], ['Of what was read before.']), at(9))

    await forget(store, d!)

    expect(await textsOf(store)).not.toContain('Of what was read before.')
  })

  test('a sentence that no exchange is behind goes by itself; its row stays', async () => {
    await using store = await open()
    await aWeek(store)
    const friday = (await store.summaries.after(42, 'daily', 2, 1))[0]!
    const named = { ...nothing, sentences: [{ summaryId: friday.id, mark: sentenceMark('Friday.') }] }

    expect(await store.forgetSome.count(42, named)).toMatchObject({ sentences: 1 })
    expect(await store.forgetSome.erase(42, named)).toMatchObject({ sentences: 1 })

    expect(await store.summaries.find(42, friday.id)).toMatchObject({ sentences: [], state: 'model' })
    expect(await store.forgetSome.erase(42, named)).toMatchObject({ sentences: 0 })
  })

  test('a sentence of major memory goes out of every version: the next is not made of one that says it', async () => {
    await using store = await open()
    const secret = 'Ray met Mia in Oslo and told her about the red boat.'
    const kept = ['Ray keeps bees in the garden and sells their honey.', 'Ray met Tom in Bergen.']
    const versions = [
      [kept[0]!],
      ['In Oslo Ray met Mia and told her about his red boat.', kept[0]!],
      [secret, ...kept],
      [kept[1]!, secret],
      [...kept],
    ]
    for (const [week, texts] of versions.entries())
      await store.summaries.add(42, aSummary('major', [week + 1, week + 1], texts, `week ${week}`), at(0))
    await store.summaries.add(43, aSummary('major', [1, 1], [secret]), at(0))
    const named = { ...nothing, sentences: [{ summaryId: 3, mark: sentenceMark(secret) }] }
    const majors = async () => {
      const rows = await store.summaries.after(42, 'major', 0, 50)
      return rows.map(({ period, sentences }) => [period, ...sentences.map(({ text }) => text)])
    }

    expect(await store.forgetSome.erase(42, named)).toMatchObject({ sentences: 1 })
    const left = [['week 0', kept[0]], ['week 2', ...kept], ['week 4', ...kept]] // prettier-ignore
    expect(await majors()).toEqual(left)
    expect(await store.summaries.recent(43, 'major', 1)).toHaveLength(1)

    // It was being written meanwhile, from a version of before.
    await store.summaries.add(42, aSummary('major', [6, 6], [secret], 'week 5'), at(9))
    expect(await store.forgetSome.erase(42, named)).toMatchObject({ sentences: 0 })
    expect(await majors()).toEqual(left)
  })
})
