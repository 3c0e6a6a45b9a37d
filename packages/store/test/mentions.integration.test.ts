import { sentenceMark } from '@aika/contracts'
import type { Store } from '../src/index.ts'
import { aMessage, aQuestion, aReminder, at, aTurn, open } from './fixtures.ts'

/** One finished turn; they are told apart by their words. */
async function said(store: Store, id: string, text: string, more: { chatId?: number; userId?: number } = {}) {
  await store.turns.start(aTurn({ id, text, ...more }), [])
  await store.turns.finish(id, { status: 'answered', answer: `You said ${text.length} letters`, at: at(0) })
}

async function found(store: Store, words: string[], most = 10) {
  const { exchanges, notes, sentences, complete } = await store.mentions.find(42, words, most)
  const ids = [
    exchanges.map(({ turnId }) => turnId),
    notes.map(({ id }) => id),
    sentences.map(({ text }) => text),
  ]
  return [...ids, complete]
}

describe('what mentions all of some words', () => {
  test('exchanges by question or answer, in any case, the newest first', async () => {
    await using store = await open()
    await said(store, 'tg-1-1', 'Рецепт борща')
    await said(store, 'tg-1-2', 'борщ без свёклы')
    await said(store, 'tg-1-3', 'something else')

    expect((await found(store, ['БОРЩ']))[0]).toEqual(['tg-1-2', 'tg-1-1'])
    expect((await found(store, ['борщ', 'рецепт']))[0]).toEqual(['tg-1-1'])
    expect((await found(store, ['борщ', 'LETTERS', '12']))[0]).toEqual(['tg-1-1'])
    expect((await found(store, ['борщ', 'something']))[0]).toEqual([])
    expect((await found(store, []))[0]).toEqual([])
  })

  test.each([
    ['the beginning of a word', 'dent', 'my Dentist', true],
    ['the end of one', 'art', 'a start', false],
    ['a part of a number', '77', '177', false],
    ['a word behind a sign', 'plan', 'files/big_plan.txt', true],
    ['signs themselves', 'a+b', 'is (a+b) it', true],
    ['letters with their marks', 'cafe\u0301', 'CAFÉ au lait', true],
    ['letters without them', 'cafe', 'CAFÉ au lait', true],
    ['a letter that is written in two ways', 'приём', 'ПРИЕМ у врача', true],
    ['a word with something in it that nobody sees', 'dentist', 'my den\u00adt\u200bist', true],
    ['a script without spaces', '牙医', '我的牙医', true],
    ['a word of signs alone', '/-$', 'x /-$ y', true],
  ])('%s: %s in “%s”', async (_what, word, text, isFound) => {
    await using store = await open()
    await said(store, 'tg-1-1', text)

    expect((await found(store, [word]))[0]).toEqual(isFound ? ['tg-1-1'] : [])
  })

  test('all of one person: private chat and their turns in groups, nobody else’s, and nothing that runs', async () => {
    await using store = await open()
    await said(store, 'tg-1-1', 'secret', { userId: 43, chatId: 43 })
    await said(store, 'tg-1-2', 'secret', { userId: 43, chatId: -5 })
    await said(store, 'tg-1-3', 'secret', { chatId: -5 })
    await said(store, 'tg-1-4', 'secret')
    await store.turns.start(aTurn({ id: 'tg-1-5', text: 'secret' }), [])
    await store.notes.add(43, { id: 'n1', text: 'secret', createdAt: at(0) })
    const daily = {
      kind: 'daily',
      period: '2026-11-21',
      fromNumber: 1,
      throughNumber: 1,
      state: 'model',
    } as const
    await store.summaries.add(43, { ...daily, sentences: [{ text: 'A secret.', turnIds: [] }] }, at(0))

    expect(await found(store, ['secret'])).toEqual([['tg-1-4', 'tg-1-3'], [], [], true])
  })

  test('what was only in the work behind an answer, in its one sentence or in the name of a file', async () => {
    await using store = await open()
    await store.inbox.add(aMessage(1))
    await store.turns.start(aTurn(), [(await store.inbox.waiting(42))[0]!.id])
    await store.turns.addStep('tg-1-1', {
      seq: 0,
      kind: 'tool',
      content: JSON.stringify({ read: 'the\nRed plan in C:\\new', out: '\u001b[31mpurple\u001b[0m' }),
    })
    const file = {
      traceId: 'trace-of-test',
      kind: 'document' as const,
      fileId: 'f',
      path: 'p',
      createdAt: at(0),
    }
    await store.attachments.add({ ...file, id: 'tg-1-1', chatId: 42, userId: 42, name: 'green.pdf' })
    await store.turns.finish('tg-1-1', { status: 'answered', answer: 'Done', at: at(0) })
    await store.exchanges.setSentence('tg-1-1', 'They planned something blue.')

    for (const word of ['red', 'C:\\new', 'purple', 'green', 'blue', 'message 1'])
      expect((await found(store, [word]))[0]).toEqual(['tg-1-1'])
  })

  test('one whose card is open, by the card too; what runs or waits is counted alone', async () => {
    await using store = await open()
    await store.turns.start(aTurn({ text: 'delete it' }), [])
    await store.approvals.ask(aQuestion({ card: '{"title":"Delete","what":"zebra.txt"}' }))
    await said(store, 'tg-1-2', 'zebra')
    await store.turns.start(aTurn({ id: 'tg-1-3', text: 'zebra' }), [])
    await store.inbox.add({ ...aMessage(4), text: 'zebra' })
    await store.inbox.add({ ...aMessage(5), text: 'zebra', userId: 43, chatId: 43 })
    await store.inbox.add(aMessage(6, 'attachment'))
    const file = { id: 'tg-1-6', traceId: 'trace-of-test', kind: 'photo' as const, fileId: 'f', path: 'p' }
    await store.attachments.add({ ...file, chatId: 42, userId: 42, name: 'zebra.png', createdAt: at(0) })

    const { exchanges, open: left } = await store.mentions.find(42, ['zebra'], 9)

    expect(exchanges.map(({ turnId, isParked }) => [turnId, isParked])).toEqual([
      ['tg-1-2', false],
      ['tg-1-1', true],
    ])
    expect(left).toEqual({ messages: 3, reminders: 0, cards: 0 })
  })

  test('reminders for them and by them that are over, decided cards of commands; those to come are counted alone', async () => {
    await using store = await open()
    const remind = (id: string, more = {}) =>
      store.reminders.add(aReminder(id, { text: 'call Quagga', ...more }), at(0))
    await remind('over')
    await remind('by me', { userId: 43 })
    await remind('theirs', { userId: 43, createdBy: 43 })
    for (const id of ['over', 'by me', 'theirs']) await store.reminders.cancel(id, id === 'theirs' ? 43 : 42)
    await remind('to come')
    const put = async (id: string, more = {}) => {
      const card = {
        tool: 'command:shared_put',
        args: '{"to":"quagga.txt"}',
        card: '{"title":"Put","what":"it"}',
      }
      await store.approvals.ask(aQuestion({ id, subject: `wish-${id}`, step: 0, ...card, ...more }))
    }
    await put('denied')
    await store.approvals.decide({ id: 'denied', userId: 42, chatId: 42, decision: 'denied', at: at(1), label: '' }) // prettier-ignore
    await put('open')
    await put('an open one of /forget', { tool: 'command:forget' })
    await put('another’s', { userId: 43, chatId: 43 })

    const { reminders, cards, open: left } = await store.mentions.find(42, ['quagga'], 9)

    expect(reminders.map(({ id, text }) => [id, text])).toEqual([
      ['by me', 'call Quagga'],
      ['over', 'call Quagga'],
    ])
    expect(cards).toEqual([{ id: 'denied', title: 'Put', at: at(0) }])
    expect(left).toEqual({ messages: 0, reminders: 1, cards: 1 })
  })

  test('notes, and sentences of summaries with what names them', async () => {
    await using store = await open()
    await store.notes.add(42, { id: 'n1', text: 'Likes tea', createdAt: at(0) })
    await store.notes.add(42, { id: 'n2', text: 'Likes coffee', createdAt: at(0) })
    const text = 'They drank tea.'
    const sentences = [
      { text, turnIds: [] },
      { text: 'It rained.', turnIds: [] },
    ]
    const fold = {
      kind: 'fold',
      period: '2026-11-21#7',
      fromNumber: 3,
      throughNumber: 7,
      state: 'model',
    } as const
    await store.summaries.add(42, { ...fold, sentences }, at(0))

    expect(await found(store, ['TEA'])).toEqual([[], ['n1'], [text], true])
    const { sentences: named } = await store.mentions.find(42, ['tea'], 1)
    expect(named).toEqual([
      { summaryId: 1, mark: sentenceMark(text), kind: 'fold', period: '2026-11-21', text },
    ])
  })

  test('words of one exchange in different places; much work behind it is read in pieces, while others get their turn', async () => {
    await using store = await open()
    const work = JSON.stringify('much of it\n'.repeat(5_000))
    for (let n = 1; n <= 60; n++) {
      await store.turns.start(aTurn({ id: `tg-1-${n}`, text: `question ${n}` }), [])
      for (const [seq, content] of [
        work,
        n === 7 ? '{"a":"one"}' : '{}',
        work,
        n === 7 ? '{"b":"two"}' : '{}',
      ].entries())
        await store.turns.addStep(`tg-1-${n}`, { seq, kind: 'tool', content })
      await store.turns.finish(`tg-1-${n}`, { status: 'answered', answer: 'three', at: at(0) })
    }
    let others = 0
    const turn = () => void (others++, (next = setImmediate(turn)))
    let next = setImmediate(turn)

    expect((await found(store, ['one', 'two', 'three']))[0]).toEqual(['tg-1-7'])

    clearImmediate(next)
    expect(others).toBeGreaterThan(1)
  })

  test('however long ago: over several reads, and never more than asked for', async () => {
    await using store = await open()
    for (let n = 1; n <= 600; n++) await said(store, `tg-1-${n}`, n % 300 === 1 ? 'needle' : 'hay')

    expect(await found(store, ['needle'], 2)).toEqual([['tg-1-301', 'tg-1-1'], [], [], true])
    expect(await found(store, ['needle'], 1)).toEqual([['tg-1-301'], [], [], false])
  })
})

describe('what was answered from it in other words', () => {
  /** An exchange whose answer was given with others in view, in its prompt or found by the model. */
  async function answered(
    store: Store,
    number: number,
    [text, answer]: [string, string],
    { inPrompt = [], searched = [], chatId = 42, userId = 42 }: Seen = {},
  ) {
    const id = `tg-1-${number}`
    await store.turns.start(aTurn({ id, text, chatId, userId }), [])
    const passages = searched.map((other) => ({ by: 'the person', message: `#${other}`, text: '…' }))
    const search = { name: 'memory_search', response: { output: { passages } }, done: 'found' }
    await store.turns.addStep(id, {
      seq: 0,
      kind: 'model',
      content: JSON.stringify({ promptExchanges: inPrompt }),
    })
    await store.turns.addStep(id, { seq: 1, kind: 'tool', content: JSON.stringify(search) })
    await store.turns.finish(id, { status: 'answered', answer, at: at(number) })
    expect((await store.turns.find(id))!.number).toBe(number)
  }
  interface Seen {
    inPrompt?: number[]
    searched?: number[]
    chatId?: number
    userId?: number
  }
  const appointment: [string, string] = ['My dentist, Dr. Molar, sees me on Tuesday at 4.', 'Noted.']
  const retold = async (store: Store, word = 'dentist') =>
    (await store.mentions.find(42, [word], 10)).retellings.map(({ turnId, words }) => [turnId, ...words])

  test('with it in the prompt, found by a search, or from an answer that had it', async () => {
    await using store = await open()
    await answered(store, 1, appointment)
    await answered(store, 2, ['And my tooth?', 'Dr. Molar looks at it on Tuesday.'], { inPrompt: [1] })
    await answered(store, 3, ['Tooth, when?', 'At 4.'], { searched: [1] })
    await answered(store, 4, ['Who again?', 'It is Molar.'], { inPrompt: [2] })

    expect(await retold(store)).toEqual([
      ['tg-1-2', 'dr', 'molar', 'tuesday'],
      ['tg-1-3', '4'],
      ['tg-1-4', 'molar'],
    ])
  })

  test.each<[string, [string, string], Seen]>([
    ['it did not have it in view', ['And on Tuesday?', 'Molar at 4.'], { inPrompt: [] }],
    [
      'it says what was in its own question',
      ['Is Molar in on Tuesday?', 'Yes, Molar, Tuesday.'],
      { inPrompt: [1] },
    ],
    [
      'it tells something else',
      ['Weather?', 'It rains until Tuesday, then warm wind from west.'],
      { inPrompt: [1] },
    ],
    [
      'it is somebody else’s',
      ['And my tooth?', 'Molar, on Tuesday.'],
      { inPrompt: [1], userId: 43, chatId: 43 },
    ],
  ])('%s: it stays', async (_what, said, seen) => {
    await using store = await open()
    await answered(store, 1, appointment)
    await answered(store, 2, said, seen)

    expect(await retold(store)).toEqual([])
  })

  test('a long answer tells of it by rare words, not by such as are said now and then', async () => {
    await using store = await open()
    const long = 'It is a long list of quite different matters which somebody wanted to see in one place'
    await answered(store, 1, ['The dentist Molar is in Elm Road, by the park and the bakery.', 'Fine.'])
    for (let n = 2; n <= 6; n++) await answered(store, n, ['The park?', 'Bakery.'])
    await answered(store, 7, ['All?', `${long}: a park, a bakery.`], { inPrompt: [1] })
    await answered(store, 8, ['All?', `${long}: Molar, Elm Road.`], { inPrompt: [1] })

    expect(await retold(store)).toEqual([['tg-1-8', 'molar', 'elm', 'road']])
  })

  test('a word that is said everywhere tells nothing of where it is from', async () => {
    await using store = await open()
    await answered(store, 1, ['The dentist of Molaria is good.', 'Fine.'])
    for (let n = 2; n <= 13; n++) await answered(store, n, [`Molaria ${n}?`, 'Yes.'])
    await answered(store, 14, ['Where to?', 'Molaria.'], { inPrompt: [1] })

    expect(await retold(store)).toEqual([])
  })

  test('a note is in every private prompt after it was made', async () => {
    await using store = await open()
    await answered(store, 1, ['Where is it?', 'Under a mat.'])
    await store.notes.add(42, { id: 'n1', text: 'The key is under the mat', createdAt: new Date() })
    await answered(store, 2, ['Where is it?', 'Under the mat.'])
    await answered(store, 3, ['Where is it?', 'Under the mat.'], { chatId: -5 })

    expect(await retold(store, 'key')).toEqual([['tg-1-2', 'mat']])
  })

  test('no more of them than were asked for, and none where that is too little for what mentions it', async () => {
    await using store = await open()
    await answered(store, 1, appointment)
    await answered(store, 2, ['Tooth?', 'Molar, Tuesday.'], { inPrompt: [1] })
    await answered(store, 3, ['Which tooth?', 'Molar, Tuesday.'], { inPrompt: [1] })

    expect(await store.mentions.find(42, ['dentist'], 0)).toMatchObject({ retellings: [], complete: false })
    const found = await store.mentions.find(42, ['dentist'], 1)
    expect(found).toMatchObject({ retellings: [{ turnId: expect.any(String) as string }], complete: true })
  })
})
