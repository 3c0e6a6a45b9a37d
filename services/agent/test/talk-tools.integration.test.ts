import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alice, errorOf, outputOf, ray, toolWorld } from './tool-world.ts'

describe('send_file', () => {
  test('it arrives: the result says sent, and the reply is named by turn and step', async () => {
    await using world = await toolWorld()
    writeFileSync(join(world.mine, 'files/a.pdf'), 'x')

    const result = await world.call('send_file', { path: 'files/a.pdf', caption: 'Here' }, { step: 4 })

    expect(outputOf(result)).toEqual({ sent: 'files/a.pdf' })
    expect(world.replies.get('file-tg-1-42-4')).toMatchObject({
      chatId: ray,
      body: { kind: 'file', file: { ownerId: ray, location: 'user', path: 'files/a.pdf' }, caption: 'Here' },
    })
  })

  test('the bot could not send it: the result says why', async () => {
    await using world = await toolWorld()
    writeFileSync(join(world.mine, 'files/a.pdf'), 'x')
    world.outcome = { messageIds: [], refused: 'it is larger than 50 MB' }

    expect(errorOf(await world.call('send_file', { path: 'files/a.pdf' }))).toBe(
      'not sent: it is larger than 50 MB',
    )
  })

  test('nothing is known after a minute: it says that it is on its way', async () => {
    await using world = await toolWorld()
    writeFileSync(join(world.mine, 'files/a.pdf'), 'x')
    world.outcome = undefined

    const result = await world.call('send_file', { path: 'files/a.pdf' })

    expect(outputOf(result)['note']).toMatch(/waits in the queue/)
    expect(result.done).not.toMatch(/sent/)
  })

  test.each(['files/none', 'files'])('%s: nothing is said, the model is told', async (path) => {
    await using world = await toolWorld()
    mkdirSync(join(world.mine, 'files'), { recursive: true })

    expect(errorOf(await world.call('send_file', { path }))).toMatch(/there is no file/)
    expect(world.replies.size).toBe(0)
  })
})

describe('send_dm', () => {
  test.each(['Alice', 'alice', '@Alice', String(alice)])(
    'to %s: it arrives in her chat, with who it is from',
    async (to) => {
      await using world = await toolWorld()

      const result = await world.call('send_dm', { to, text: '*Lunch* at one?' }, { step: 2 })

      expect(outputOf(result)).toEqual({ sent_to: to })
      expect([...world.replies.values()]).toMatchObject([
        {
          replyId: 'dm-tg-1-42-2',
          chatId: alice,
          body: { markdown: 'Message from Ray:\n\n*Lunch* at one?' },
        },
      ])
    },
  )

  test.each(['Bob', '999', '-42', 'Ray'])('to %s: nobody gets anything', async (to) => {
    await using world = await toolWorld()

    errorOf(await world.call('send_dm', { to, text: 'Hello' }))

    expect(world.replies.size).toBe(0)
  })

  test('she has blocked the bot: the result says so', async () => {
    await using world = await toolWorld()
    world.outcome = { messageIds: [], refused: 'they have blocked the bot' }

    expect(errorOf(await world.call('send_dm', { to: 'Alice', text: 'Hello' }))).toMatch(/blocked the bot/)
  })
})

describe('memory', () => {
  test('noted, changed and removed; the same step again is the same note', async () => {
    await using world = await toolWorld()

    await world.call('memory', { action: 'add', text: 'Likes tea' }, { step: 1 })
    await world.call('memory', { action: 'add', text: 'Likes tea' }, { step: 1 })
    const id = 'tg-1-42-1'
    expect(outputOf(await world.call('memory', { action: 'list' }))).toEqual({
      notes: [{ id, text: 'Likes tea' }],
    })

    await world.call('memory', { action: 'edit', id, text: 'Likes coffee' })
    expect(await world.store.notes.of(ray)).toMatchObject([{ text: 'Likes coffee' }])

    await world.call('memory', { action: 'remove', id }, { step: 9 })
    expect(outputOf(await world.call('memory', { action: 'remove', id }, { step: 9 }))).toEqual({
      removed: id,
    })
    expect(errorOf(await world.call('memory', { action: 'remove', id }))).toMatch(/there is no note/)
    expect(await world.store.notes.of(ray)).toEqual([])
  })

  test('somebody else’s note: cannot be read, changed or removed', async () => {
    await using world = await toolWorld()
    await world.call('memory', { action: 'add', text: 'secret' }, { step: 1, userId: alice })
    const id = `tg-1-${alice}-1`

    expect(outputOf(await world.call('memory', { action: 'list' }))).toEqual({ notes: [] })
    errorOf(await world.call('memory', { action: 'edit', id, text: 'x' }))
    errorOf(await world.call('memory', { action: 'remove', id }))

    expect(await world.store.notes.of(alice)).toMatchObject([{ text: 'secret' }])
  })

  test('in a group: a note can be made, and none is read out to the others', async () => {
    await using world = await toolWorld()
    await world.call('memory', { action: 'add', text: 'secret' }, { step: 1 })
    const group = { chatId: -5 }

    outputOf(await world.call('memory', { action: 'add', text: 'said here' }, { ...group, step: 2 }))
    const told = await world.call('memory', { action: 'list' }, group)

    expect(errorOf(told)).toMatch(/private chat/)
    expect(JSON.stringify(told)).not.toContain('secret')
    expect(await world.store.notes.of(ray)).toHaveLength(2)
  })

  test('200 notes of 1,000 characters: no more, and their list stays short', async () => {
    await using world = await toolWorld()
    for (let step = 1; step <= 200; step++) {
      await world.call('memory', { action: 'add', text: `${step} ${'x'.repeat(990)}` }, { step })
    }

    expect(errorOf(await world.call('memory', { action: 'add', text: 'one more' }, { step: 201 }))).toMatch(
      /200 notes/,
    )
    expect(outputOf(await world.call('memory', { action: 'add', text: 'again' }, { step: 7 }))).toBeDefined()
    const list = await world.call('memory', { action: 'list' }, { step: 202 })
    expect(JSON.stringify(list.response).length).toBeLessThan(28_000)
    const { notes, note } = outputOf(list) as { notes: { text: string }[]; note: string }
    expect(note).toContain('list with an id')
    expect(notes[0]!.text).toMatch(/^1 x+…$/)
    expect(notes.filter(({ text }) => text.endsWith('…'))).toHaveLength(196)
    expect(notes.slice(196).every(({ text }) => text.length > 990)).toBe(true)
    const one = await world.call('memory', { action: 'list', id: 'tg-1-42-7' }, { step: 203 })
    expect(JSON.stringify(one.response)).toContain('x'.repeat(990))
  })

  test.each([
    [{ action: 'add' }, /text is missing/],
    [{ action: 'edit', id: 'x' }, /both needed/],
    [{ action: 'remove' }, /id is missing/],
    [{ action: 'add', text: 'x'.repeat(1_001) }, /bad arguments/],
  ])('%j: says what is missing', async (args, words) => {
    await using world = await toolWorld()
    expect(errorOf(await world.call('memory', args))).toMatch(words)
  })
})

describe('memory_search', () => {
  test('what was said, with its date in the person’s zone; days are their days, and the night behind', async () => {
    await using world = await toolWorld()
    await said(world, 'tg-9-1', 'Мой КОТ Барсик', 'Nice cat!', '2026-11-01T23:30:00Z')
    const search = async (args: object) =>
      outputOf(await world.call('memory_search', { query: 'кот', ...args }))['passages']

    expect(await search({})).toEqual([
      { at: 'Mon 2 Nov 2026, 00:30', by: 'the person', message: '#1', text: 'Мой КОТ Барсик' },
      { at: 'Mon 2 Nov 2026, 00:30', by: 'you', message: '#1', text: 'Nice cat!' },
    ])
    expect(await search({ from: '2026-11-02', to: '2026-11-02' })).toHaveLength(2)
    expect(await search({ from: '2026-11-01', to: '2026-11-01' })).toHaveLength(2)
    expect(await search({ to: '2026-10-31' })).toEqual([])
    expect(await search({ to: '9999-12-31' })).not.toEqual([])
    expect(await search({ from: '2026-11-03' })).toEqual([])
    expect(await search({ query: 'dog' })).toEqual([])
    expect(await search({ query: 'dog', alt_terms: ['pet', 'cat'] })).not.toEqual([])
  })

  test('of long passages ten are shown, of short ones more', async () => {
    await using world = await toolWorld()
    for (let n = 1; n <= 8; n++) {
      await said(world, `tg-9-${n}`, `heron ${n}`, `a heron, ${n}`, '2026-11-01T10:00:00Z')
      const stork = `stork ${n} ${'x'.repeat(500)}`
      await said(world, `tg-8-${n}`, stork, stork, '2026-11-02T10:00:00Z')
    }
    const search = async (query: string) => outputOf(await world.call('memory_search', { query }))['passages']

    expect(await search('heron')).toHaveLength(14)
    expect(await search('stork')).toHaveLength(10)
  })

  test('a note is found as one; where there is nothing the result says what to try', async () => {
    await using world = await toolWorld()
    await world.call('memory', { action: 'add', text: 'Allergic to peanuts' })

    const { passages } = outputOf(await world.call('memory_search', { query: 'peanuts' }))

    expect(passages).toMatchObject([{ by: 'your note', text: 'Allergic to peanuts' }])
    expect(passages).not.toMatchObject([{ message: expect.anything() }])
    expect(outputOf(await world.call('memory_search', { query: 'almonds' }))).toEqual({
      passages: [],
      note: 'nothing found: try other words, or alt_terms',
    })
    expect(errorOf(await world.call('memory_search', { query: '?!' }))).toMatch(/no words/)
  })

  test('a long message: a piece of 600 characters is found, its number gives it whole, page by page', async () => {
    await using world = await toolWorld()
    const text = `${'x'.repeat(9_000)} needle ${'y'.repeat(4_000)}`
    await said(world, 'tg-9-1', text, 'ok', '2026-11-01T10:00:00Z')

    const [found] = outputOf(await world.call('memory_search', { query: 'needle' }))['passages'] as [
      { text: string; message: string },
    ]
    const pages = await Promise.all(
      [1, 2].map(async (n) =>
        outputOf(await world.call('memory_search', { query: `${found.message} page ${n}` })),
      ),
    )

    expect(found.text).toContain('needle')
    expect(found.text.length).toBeLessThanOrEqual(600)
    expect(pages.map(({ text }) => text).join('')).toBe(`The person: ${text}\n\nYou: ok`)
    expect(pages[0]).toMatchObject({ page: '1 of 2; more by “#1 page N”' })
    expect(outputOf(await world.call('memory_search', { query: '#1' }))).toEqual(pages[0])
    expect(outputOf(await world.call('memory_search', { query: 'message #1, page 2' }))).toEqual(pages[1])
    expect(errorOf(await world.call('memory_search', { query: '#1 page 3' }))).toBe('#1 has pages 1 to 2')
    const backwards = { query: 'lunch', from: '2026-05-02', to: '2026-05-01' }
    expect(errorOf(await world.call('memory_search', backwards))).toBe('from is after to')
  })

  test('somebody else’s words and numbers are not there', async () => {
    await using world = await toolWorld()
    await said(world, 'tg-9-1', 'my secret needle', 'ok', '2026-11-01T10:00:00Z')
    const asAlice = (query: string) => world.call('memory_search', { query }, { userId: alice })

    expect(outputOf(await asAlice('needle'))['passages']).toEqual([])
    expect(errorOf(await asAlice('#1'))).toBe('there is no message #1 here')
    expect(errorOf(await asAlice('#999999999999999'))).toMatch(/no message/)
  })

  async function said(
    world: Awaited<ReturnType<typeof toolWorld>>,
    id: string,
    text: string,
    answer: string,
    at: string,
  ) {
    const turn = { id, chatId: ray, userId: ray, replyToMessageId: 1, traceId: 'trace-of-test', text }
    jest.useFakeTimers({ now: new Date(at), doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] })
    await world.store.turns.start(turn, [])
    jest.useRealTimers()
    await world.store.turns.finish(id, { status: 'answered', answer, at: new Date(at) })
  }
})
