import { createRecall, type RecallQuery, type RecallScope } from '@aika/recall'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { forgetPassages, openStore } from '../src/index.ts'
import { matchAll } from '../src/repositories/passages.ts'
import { Gate } from '../src/sqlite/gate.ts'
import { openDatabase } from '../src/sqlite/open-database.ts'
import { Sql, type SqlNow } from '../src/sqlite/sql.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { at, aTurn } from './fixtures.ts'

const mine: RecallScope = { userId: 42, chatId: 42 }
const day = 86_400

/** A store whose turns begin when the test says. */
async function aLog() {
  const database = temporaryDatabase()
  let now = at(0)
  const store = await openStore({ ...database, clock: () => now, timeZone: 'Europe/Berlin' })
  const recall = createRecall(store.passages)
  let turns = 0
  return {
    store,
    recall,
    path: database.path,
    /** One exchange, so many seconds after the beginning. @returns its turn's id. */
    async say(
      text: string,
      answer = 'All right.',
      { seconds = turns * 60, scope = mine, status = 'answered' as 'answered' | 'failed' } = {},
    ) {
      now = at(seconds)
      const id = `tg-1-${++turns}`
      await store.turns.start(aTurn({ ...scope, id, text }), [])
      await store.turns.finish(id, { status, answer, at: now })
      return id
    },
    async find(text: string, more: Partial<RecallQuery> = {}, scope = mine): Promise<string[]> {
      const found = await recall.search(scope, { text, limit: 10, timeZone: 'Europe/Berlin', ...more })
      return found.map(({ body }) => body)
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

const rows = (path: string, sql: string) => {
  const database = new DatabaseSync(path)
  try {
    return database.prepare(sql).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

describe('what is found', () => {
  test('a question in any form: endings, irregular verbs, related words, accents, other alphabets', async () => {
    await using log = await aLog()
    const bought = await log.say('I bought a telescope from Jürgen')
    await log.say('My puppy sleeps all day')
    await log.say('Вчера мы гуляли с кошками у реки')
    await log.say('我喜欢黑色的猫')

    expect((await log.find('buying telescopes'))[0]).toContain('telescope')
    expect((await log.find('jurgen'))[0]).toContain('Jürgen')
    expect((await log.find('Which pets do I have?'))[0]).toContain('puppy')
    expect((await log.find('кошка'))[0]).toContain('кошками')
    expect((await log.find('река'))[0]).toContain('реки')
    expect((await log.find('我的猫叫什么名字'))[0]).toContain('猫')
    const [first] = await log.recall.search(mine, { text: 'telescope', limit: 1, timeZone: 'UTC' })
    expect(first).toMatchObject({ sourceId: bought, number: 1, role: 'question', at: at(0) })
  })

  test('a typing error finds what was meant; a word that is there is not corrected', async () => {
    await using log = await aLog()
    await log.say('A horse stood there')
    await log.say('The conference is in Lisbon')
    await log.say('We looked at a house')

    expect((await log.find('confrence'))[0]).toContain('conference')
    expect((await log.find('ilsbon'))[0]).toContain('Lisbon')
    expect(await log.find('house')).not.toContain('A horse stood there')
  })

  test('other terms of whoever asks are searched for as well', async () => {
    await using log = await aLog()
    await log.say('The plumber comes on Tuesday')

    expect(await log.find('drainpipe')).toEqual([])
    expect((await log.find('drainpipe', { altTerms: ['plumber, pipes'] }))[0]).toContain('plumber')
  })

  test('a day that is named comes first, by the clocks of who asks; from and to bound', async () => {
    await using log = await aLog()
    await log.say('Lunch with Tom', 'Enjoy.', { seconds: 0 })
    // 00:30 of the 23rd in Berlin.
    await log.say('Lunch with Tom again', 'Enjoy!', { seconds: day + 13.5 * 3_600 })
    await log.say('Lunch with Tom once more', 'Nice.', { seconds: 9 * day })

    expect((await log.find('lunch with Tom on 23 November'))[0]).toBe('Lunch with Tom again')
    expect((await log.find('lunch with Tom on Sunday', { timeZone: 'UTC' }))[0]).toBe('Lunch with Tom again')
    const bounded = await log.find('lunch', { from: at(1), to: at(9 * day) })
    expect(bounded.filter((body) => body.startsWith('Lunch'))).toEqual(['Lunch with Tom again'])
  })

  test('a day that is meant comes first, as seen from when it is asked; so does what was said of it later', async () => {
    await using log = await aLog()
    for (const days of [0, 3, 6])
      await log.say(`Lunch with Tom, number ${days}`, 'Enjoy.', { seconds: days * day })
    await log.say('Lunch with Tom was in a castle a week ago', 'Oh.', { seconds: 13 * day })
    const now = at(7 * day)

    expect((await log.find('lunch with Tom yesterday', { now }))[0]).toBe('Lunch with Tom, number 6')
    expect((await log.find('lunch with Tom four days ago', { now }))[0]).toBe('Lunch with Tom, number 3')
    const found = await log.find('lunch with Tom on 27 November')
    expect(found.filter((body) => body.startsWith('Lunch')).slice(0, 2)).toEqual([
      'Lunch with Tom, number 6',
      'Lunch with Tom was in a castle a week ago',
    ])
  })

  test('nothing to look for but a time: what was said then, the newest first, theirs and of this chat alone', async () => {
    await using log = await aLog()
    await log.say('heron', 'one', { seconds: 0 })
    await log.say('stork', 'two', { seconds: day })
    await log.say('swan', 'three', { seconds: day + 60, scope: { userId: 42, chatId: -5 } })
    await log.say('crow', 'four', { seconds: day + 120, scope: { userId: 43, chatId: 43 } })
    const then = { from: at(day), to: at(2 * day) }

    expect(await log.find('What did we talk about?', then)).toEqual(['swan', 'three', 'stork', 'two'])
    expect(await log.find('What did we talk about?', then, { userId: 42, chatId: -5 })).toEqual([
      'swan',
      'three',
    ])
    expect(await log.find('What did we talk about yesterday?', { ...then, limit: 1 })).toEqual(['swan'])
    expect(await log.find('What did we talk about?')).toEqual([])
  })

  test('a fact that changed: the newer first; equal ones in a fixed order', async () => {
    await using log = await aLog()
    await log.say('My favourite tea is jasmine', 'Noted.', { seconds: 0 })
    for (let n = 1; n < 5; n++) await log.say(`Something about number ${n}`, 'Yes.', { seconds: n * day })
    await log.say('My favourite tea is now oolong', 'Noted!', { seconds: 30 * day })

    const found = await log.find('What is my favourite tea?')
    expect(found.filter((body) => body.startsWith('My'))).toEqual([
      'My favourite tea is now oolong',
      'My favourite tea is jasmine',
    ])
    expect(await log.find('What is my favourite tea?')).toEqual(found)
  })

  test('a fact that changed, said anew in other words and found far below: comes before what it was', async () => {
    await using log = await aLog()
    await log.say('Nora was given a medicine: 20 mg of arnica a day', 'Noted.', { seconds: 0 })
    for (let n = 1; n < 15; n++) {
      await log.say(`Nora was given day ticket ${n} for the lake`, 'Nice.', { seconds: n * day })
    }
    await log.say(
      'The weather was dreadful and we stayed at home, but what I meant to say: Nora takes another medicine every ' +
        'evening, 30 mg of sage',
      'Noted.',
      { seconds: 20 * day },
    )

    const found = await log.find('What medicine was Nora given a day?', { limit: 5 })
    expect(found[0]).toContain('sage')
    expect(found[1]).toContain('arnica')
  })

  test('more words for the same do not bring up what was said of others', async () => {
    await using log = await aLog()
    await log.say('Ada lives in a house, the address is Mill Street')
    for (let n = 1; n < 7; n++) await log.say(`Bread, milk and ${n} apples for Yannik`)
    await log.say(
      'After a long and rainy evening at the lake Yannik told me of the new flat in Harbour Street 5',
    )
    const altTerms = ['address', 'lives', 'street', 'house']

    expect((await log.find('residence of Yannik', { altTerms }))[0]).toContain('Harbour')
  })

  test('a name that speaks is no word of the question, but who it is comes first', async () => {
    await using log = await aLog()
    await log.say('Nina: I play the cello', 'Oskar: I play the drums')
    await log.say('Nina: Oskar has a boat', 'Oskar: It is small')
    await log.say('Nina: See you', 'Oskar: Good night')

    expect((await log.find('What does Oskar play?'))[0]).toBe('Oskar: I play the drums')
    expect((await log.find('What does Nina play?'))[0]).toBe('Nina: I play the cello')
  })

  test('who speaks is meant by a short name as well', async () => {
    await using log = await aLog()
    await log.say('Tom: Thanks, Kat!', 'Katarina: You are welcome')
    await log.say('Tom: What is your sport?', 'Katarina: I have a new racket for tennis, the sport I like')
    await log.say('Tom: See you', 'Katarina: Good night')

    expect((await log.find('Which sport does Kat like?'))[0]).toContain('tennis')
    expect(await log.find('Does Kat like tennis?')).not.toContain('Tom: Thanks, Kat!')
  })

  test('a word with which a message or an answer began, as a speaker’s name would, is found still', async () => {
    await using log = await aLog()
    await log.say('my dentist is Dr Meyer', 'Dentist: a doctor for teeth.')
    await log.say('Anna lives in Oslo and Mark in Rome', 'Marketing: send three letters.')
    for (const rent of [900, 950, 990]) await log.say(`Rent: ${rent} euro`)

    expect(await log.find('who is my dentist?')).toContain('my dentist is Dr Meyer')
    expect((await log.find('Tell me about Mark'))[0]).toContain('Mark in Rome')
    expect((await log.find('what is my rent?'))[0]).toMatch(/^Rent: 9/)
  })

  test('the very same by another word, and a place by its country', async () => {
    await using log = await aLog()
    await log.say('My fridge hums all night')
    await log.say('We spent a week in Lisbon')

    expect((await log.find('Is the refrigerator loud?'))[0]).toContain('fridge')
    expect((await log.find('Have I been to Portugal?'))[0]).toContain('Lisbon')
    expect((await log.find('Which country did I visit?'))[0]).toContain('Lisbon')
  })

  test('what was said of somebody else stands behind what was said of whom the question names', async () => {
    await using log = await aLog()
    const others = ['Ada', 'Bea', 'Cleo', 'Dora', 'Eve', 'Fay']
    for (const name of others) await log.say(`${name} and Yannik walked along the river`)
    for (const name of others) await log.say(`The train from ${name} was late again`)
    for (const name of others) {
      await log.say(
        `The favourite colour of ${name}, that colour is her favourite, her favourite of any colour`,
      )
    }
    for (const name of others) await log.say(`Bread, milk and ${name.length} apples for tomorrow`)
    await log.say('After a long evening at the lake Yannik told me what his favourite colour is, namely teal')

    expect((await log.find('Which favourite colour has Yannik?'))[0]).toContain('teal')
    expect((await log.find('Which favourite colour has Dora?'))[0]).toContain('colour of Dora')
  })

  test('what was only asked before stands behind what was said', async () => {
    await using log = await aLog()
    await log.say('The key of the cellar is under the blue pot')
    await log.say('Where is the key of the cellar?', 'I will look.')

    expect((await log.find('Where is the key of the cellar?'))[0]).toContain('blue pot')
  })

  test('turns that are at hand already are left out; words that say nothing find nothing', async () => {
    await using log = await aLog()
    const id = await log.say('heron')

    expect(await log.find('heron', { exceptTurnIds: [id] })).toEqual([])
    expect(await log.find('what is it with the')).toEqual([])
    expect(await log.find('" NEAR( * ^')).toEqual([])
  })

  test('a long message: the piece with the words, at most 600 characters', async () => {
    await using log = await aLog()
    await log.say(`${'Lorem ipsum dolor. '.repeat(200)}The heron is here. ${'Sit amet. '.repeat(200)}`)

    const [found] = await log.find('heron', { limit: 1 })
    expect(found).toContain('The heron is here.')
    expect(found!.length).toBeLessThanOrEqual(600)
  })

  test('the sentence of an exchange finds it too, the day it was said on stays', async () => {
    await using log = await aLog()
    const id = await log.say('It went well in the end')
    const before = rows(log.path, 'SELECT "id", "date" FROM "Passage"')

    await log.store.exchanges.setSentence(id, 'The person passed the driving test.')

    expect((await log.find('driving'))[0]).toBe('It went well in the end')
    expect(rows(log.path, 'SELECT "id", "date" FROM "Passage"')).toEqual(before)
    expect(before[0]).toMatchObject({ date: '21 November 2026 Saturday' })
  })
})

describe('a word that is in everything said of late', () => {
  test.each([
    ['alone', 'thesis', {}],
    ['beside one that nobody ever said', 'thesis supervisor', {}],
    ['beside a stop word among the other words for it', 'thesis', { altTerms: ['the dissertation'] }],
    ['beside one that was said once', 'thesis bees', {}],
  ])('%s: is found still', async (_, asked, more) => {
    await using log = await aLog()
    for (let page = 1; page <= 12; page++) await log.say(`My thesis has ${page} pages`)
    await log.say('Bees, and nothing else')
    for (let meal = 1; meal <= 8; meal++) await log.say('What shall I cook?', `Pasta ${meal}`)

    const found = await log.find(asked, more)

    expect(found.filter((body) => body.includes('thesis')).length).toBeGreaterThan(5)
  })
})

describe('in a long log', () => {
  test('a search reads the passages it found by their ids, not the list of all of theirs', async () => {
    await using log = await aLog()
    using database = openDatabase(log.path)

    const plan = database.prepare(`EXPLAIN QUERY PLAN ${matchAll}`).all('telescope', mine.userId, 10)

    expect(plan).toContainEqual(
      expect.objectContaining({ detail: expect.stringContaining('SEARCH p USING INTEGER PRIMARY KEY') }),
    )
  })
})

describe('how many passages there are', () => {
  test('of a long log only the new ones are counted, theirs alone', async () => {
    await using log = await aLog()
    const database = openDatabase(log.path)
    const add = (from: number, to: number, userId: number) =>
      database.exec(`
        WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
        INSERT INTO "Passage" ("userId", "chatId", "sourceId", "role", "chunk", "at", "date", "body")
        SELECT ${userId}, ${userId}, 'note-' || i, 'note', 0, '2026-11-01T00:00:00.000+00:00', '', 'x' FROM n`)

    add(1, 3_000, 42)
    expect(await log.store.passages.count(42)).toBe(3_000)
    add(3_001, 3_005, 42)
    add(3_006, 3_010, 43)
    expect(await log.store.passages.count(42)).toBe(3_005)
    expect(await log.store.passages.count(43)).toBe(5)
    database.exec(`DELETE FROM "Passage" WHERE "userId" = 43`)
    expect(await log.store.passages.count(43)).toBe(0)
    database.close()
  })
})

describe('words of every kind', () => {
  const said: [asked: string, body: string][] = [
    ['2,500.50 €', 'The invoice was 2,500.50 € in total'],
    ['john.doe@example.com', 'Write to john.doe@example.com today'],
    ['https://example.org/a/b-c?x=1#frag', 'See https://example.org/a/b-c?x=1#frag for more'],
    ['report-2026_final.pdf', 'The file report-2026_final.pdf is done'],
    ['bar?.baz(1)', 'const foo = bar?.baz(1) => null'],
    ['don’t Sheila', 'Sheila can’t swim'],
    ['x-ray', 'They made an x-ray of the knee'],
    ['wifi', 'The Wi-Fi key is on the fridge'],
    ['e-bike', 'Charge the ebike'],
    ['C++', 'Learning C++ now'],
    ['№5', 'Haus №5'],
    ['12.5.', 'Termin am 12.5. um neun'],
    ['5/12/26', 'Paid on 5/12/26 by card'],
    ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c', 'Key e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c'],
    ['weisse strasse', 'Die weiße Straße ist lang'],
    ['Mueller', 'Herr Müller kommt'],
    ['kämen', 'Sie kämen gern'],
    ['menú', 'El menú del restaurante'],
    ['délit', 'Un délit grave'],
    ['istanbul', 'İstanbul çok güzel'],
    ['ışık', 'IŞIK mahallesi'],
    ['lodz', 'Łódź by night'],
    ['oresund', 'Øresund bridge'],
    ['hopital', 'L’hôpital est fermé'],
    ['station', 'The sta\u00adtion is near'],
    ['телефон', 'Он разговаривал телефоном'],
    ['кот', 'Она кормит кота'],
    ['елка', 'Дома стоит ёлка'],
    ['Україна', 'Живу в Україні'],
    ['їжак', 'Бачив їжаком'],
    ['слово', 'mixed слово-word'],
    ['한국어', '한국어를 공부해요'],
    ['القطار', 'القطار يصل مساء'],
    ['مفتاح', 'رقم المفتاح تحت السجادة'],
    ['הספר', 'קראתי ספר טוב'],
    ['מפתח', 'המפתח נמצא מתחת לשטיח'],
    ['हिन्दी', 'हिन्दी सीखना है'],
  ] // prettier-ignore

  test('the message with the very word is the first or second of what is found', async () => {
    await using log = await aLog()
    for (const [, body] of said) await log.say(body)

    for (const [asked, body] of said) expect((await log.find(asked)).slice(0, 2)).toContain(body)
  })

  test('whatever is asked, it is no error', async () => {
    await using log = await aLog()
    await log.say('heron')
    const asked = ['', ' ', 'the', '🦄🦄', 'x'.repeat(10_000), 'heron '.repeat(2_000), "'; DROP TABLE x;--", '" OR 1 --', 'NEAR(a b)', 'a*', '^', 'col:val', '{a b}:c', '\0\u0001', '\u202eabc', '\ud800', '\u0301', 'AND OR NOT'] // prettier-ignore

    for (const text of asked) await expect(log.find(text)).resolves.toBeInstanceOf(Array)
    expect(await log.find('heron', { from: at(day), to: at(0) })).toEqual([])
  })

  test('May is a month where a question means it', async () => {
    await using log = await aLog()
    await log.say('We planted tomatoes', 'Lovely.', { seconds: 180 * day })

    expect((await log.find('What did we do in May?'))[0]).toBeDefined()
    expect(await log.find('May I?')).toEqual([])
  })
})

describe('what is not found', () => {
  test('another person’s words, whatever is asked', async () => {
    await using log = await aLog()
    await log.say('my heron', 'your heron', { scope: { userId: 43, chatId: 43 } })
    await log.store.notes.add(43, { id: 'n', text: 'heron', createdAt: at(0) })
    const hostile = [
      'heron',
      'u43 heron',
      'owner:u43',
      '" OR owner : "u43',
      'heron*',
      'c43',
      '^heron',
      'herom',
    ]

    for (const text of hostile) expect(await log.find(text, { altTerms: hostile })).toEqual([])
    expect(await log.recall.exchange(mine, 1)).toBeUndefined()
    expect(await log.find('heron', {}, { userId: 43, chatId: 43 })).toHaveLength(3)
  })

  test('in a group: what this person said there alone, and nothing of the others around it', async () => {
    await using log = await aLog()
    const group = { userId: 42, chatId: -5 }
    await log.say('privately a heron')
    await log.store.notes.add(42, { id: 'n', text: 'a note of a heron', createdAt: at(0) })
    await log.say('the others’ heron', 'Yes.', { scope: { userId: 43, chatId: -5 } })
    await log.say('a stork in the group', 'Good.', { scope: group })

    expect(await log.find('heron', {}, group)).toEqual([])
    expect(await log.find('stork', {}, group)).toEqual(['a stork in the group', 'Good.'])
    expect(await log.find('stork', {}, { userId: 42, chatId: -6 })).toEqual([])
    expect(await log.find('stork')).toContain('a stork in the group')
    expect(await log.recall.exchange(group, 1)).toBeUndefined()
    expect(await log.recall.exchange(mine, 3)).toMatchObject({ question: 'a stork in the group' })
  })

  test('what the model refused, what only says that there is no answer, what has not ended', async () => {
    await using log = await aLog()
    await log.say('refused heron', '(No answer: blocked_by_safety.)', { status: 'failed' })
    await log.say('unlucky heron', '(No answer: internal. Done so far: penguin.)', { status: 'failed' })
    await log.say('quoted heron', '(No answer: blocked_by_safety) is what I said.')
    await log.store.turns.start(aTurn({ id: 'tg-9-9', text: 'running heron' }), [])

    expect(await log.find('heron')).toEqual(['unlucky heron'])
    expect(await log.find('penguin')).toEqual([])
    for (const number of [1, 3]) expect(await log.recall.exchange(mine, number)).toBeUndefined()
  })

  test('notes: added, edited, removed; the index keeps step', async () => {
    await using log = await aLog()
    await log.store.notes.add(42, { id: 'n', text: 'likes herons', createdAt: at(0) })
    expect(await log.find('heron')).toEqual(['likes herons'])

    await log.store.notes.edit(42, 'n', 'likes storks', at(1))
    expect(await log.find('heron')).toEqual([])
    expect(await log.find('stork')).toEqual(['likes storks'])

    await log.store.notes.remove(42, 'n')
    expect(await log.find('stork')).toEqual([])
    expect(rows(log.path, 'SELECT * FROM "Word"')).toEqual([])
  })

  test('the files of a turn are found by their names, not by what tells the model of them', async () => {
    await using log = await aLog()
    await log.say(
      'Pending attachments: [cache/2026/heron,_(2).jpg (image/jpeg, 5 kB), b.pdf (application/pdf, 1 kB)]\n\nlook at this',
    )

    expect(await log.find('heron')).toEqual(['look at this (heron,_(2).jpg, b.pdf)', 'All right.'])
    expect(await log.find('pending application')).toEqual([])
  })
})

describe('turns that end', () => {
  test('ending one again, or trying it again, leaves each passage once', async () => {
    await using log = await aLog()
    const id = await log.say('heron', '(No answer: internal.)', { status: 'failed' })
    await log.store.turns.finish(id, { status: 'answered', answer: 'late', at: at(9) })
    expect(rows(log.path, 'SELECT * FROM "Passage"')).toHaveLength(1)

    await log.store.turns.retry(id, 0)
    await log.store.turns.finish(id, { status: 'answered', answer: 'A heron.', at: at(9) })

    expect(rows(log.path, 'SELECT "role", "body" FROM "Passage"')).toMatchObject([
      { body: 'heron' },
      { body: 'A heron.' },
    ])
    expect(rows(log.path, 'SELECT "word", "passages" FROM "Word" ORDER BY "word"')).toMatchObject([
      { word: 'a', passages: 1 },
      { word: 'heron', passages: 2 },
    ])
  })
})

describe('an older database', () => {
  test('what is not indexed is, in batches; again finds nothing to do', async () => {
    await using log = await aLog()
    for (let n = 0; n < 7; n++) await log.say(`heron number ${n}`)
    await log.say('refused', '(No answer: blocked_by_safety.)', { status: 'failed' })
    await log.store.notes.add(42, { id: 'n', text: 'a note on herons', createdAt: at(0) })
    const found = await log.find('herons')
    const words = rows(log.path, 'SELECT * FROM "Word" ORDER BY "word"')
    const database = openDatabase(log.path)
    database.exec('DELETE FROM "Passage"; DELETE FROM "Word"')
    database.close()
    expect(await log.find('herons')).toEqual([])

    expect(await log.store.passages.indexMissing(3)).toBe(8)

    expect(await log.find('herons')).toEqual(found)
    expect(rows(log.path, 'SELECT * FROM "Word" ORDER BY "word"')).toEqual(words)
    expect(await log.store.passages.indexMissing(3)).toBe(0)
  })
})

describe('what is to be forgotten', () => {
  test('its passages go, what stood around it as context, words that are nowhere else; others’ stay', async () => {
    await using log = await aLog()
    const id = await log.say('a secretheron', 'a secretstork')
    await log.say('and then', 'what then?')
    await log.say('secretstork of another', 'fine', { scope: { userId: 43, chatId: 43 } })
    expect(await log.find('secretheron')).toHaveLength(4)

    await forget(log.path, 43, [id])
    expect(await log.find('secretheron')).toHaveLength(4)
    await forget(log.path, 42, [id])

    expect(await log.find('secretheron')).toEqual([])
    expect(await log.find('secretstork')).toEqual([])
    expect(await log.find('what then?', {}, mine)).toBeDefined()
    expect(rows(log.path, `SELECT "userId" FROM "Word" WHERE "word" LIKE 'secret%'`)).toMatchObject([
      { userId: 43 },
    ])
  })

  test('after a purge no page of the index holds a piece of its words', async () => {
    await using log = await aLog()
    for (let n = 0; n < 40; n++) await log.say(`common words ${n}`)
    const id = await log.say('zqsecretheron')
    await forget(log.path, 42, [id], (now) => now.run('DELETE FROM "Turn" WHERE "id" = ?', id))
    rows(log.path, 'PRAGMA wal_checkpoint(TRUNCATE)')
    expect(readFileSync(log.path, 'latin1')).toContain('secretheron')

    await log.store.passages.purge()

    rows(log.path, 'PRAGMA wal_checkpoint(TRUNCATE)')
    expect(readFileSync(log.path, 'latin1')).not.toContain('secretheron')
    expect(await log.find('common')).toHaveLength(10)
  })
})

/** As another process would, which deletes the turns in the same transaction. */
async function forget(
  path: string,
  userId: number,
  ids: string[],
  more?: (now: SqlNow) => void,
): Promise<void> {
  const database = openDatabase(path)
  await new Sql(database, new Gate()).atomically((now) => {
    more?.(now)
    forgetPassages(now, userId, ids)
  })
  database.close()
}
