import type { Exchange, StandingSummaries, Summary } from '@aika/store'
import { aPast } from '../testing/a-state.ts'
import { aTurn, FakeWorld, says, ScriptedModel } from '../testing/fake-ports.ts'
import { buildPrompt } from './build-prompt.ts'
import { readConversation } from './read-conversation.ts'
import { runTurn } from './run-turn.ts'
import { summariesDue } from './summaries-due.ts'

const exchanges = (count: number, more: Partial<Exchange> = {}): Exchange[] =>
  aPast(count).map((exchange) => ({ ...exchange, userId: 42, at: new Date(), ...more }))
const summary = (kind: Summary['kind'], period: string, throughNumber: number): Summary => ({
  id: 1,
  kind,
  period,
  fromNumber: 1,
  throughNumber,
  state: 'model',
  sentences: [{ text: `the ${kind} of ${period}`, turnIds: [] }],
  createdAt: new Date(),
})
const standing: StandingSummaries = {
  major: summary('major', '2026-11-15', 2),
  dailies: [summary('daily', '2026-11-20', 4)],
  fold: summary('fold', '2026-11-21#6', 6),
  coveredThrough: 4,
}
const read = (world: FakeWorld, more: Parameters<typeof aTurn>[0] = {}) =>
  readConversation(world.ports(new ScriptedModel()), aTurn({ id: 'tg-1-99', number: 99, ...more }))

describe('the state of a conversation', () => {
  test('in a private chat: notes, summaries, and what is not summed up yet', async () => {
    const world = new FakeWorld()
    world.past = exchanges(8)
    world.standing = standing
    const notes = { ...world.ports(new ScriptedModel()).notes, of: async () => [{ id: 'n', text: 'tea', createdAt: new Date() }] } // prettier-ignore

    const state = await readConversation(world.ports(new ScriptedModel(), { notes }), aTurn())

    expect(state).toMatchObject({
      notes: [{ text: 'tea' }],
      major: ['the major of 2026-11-15'],
      dailies: [{ day: '2026-11-20', sentences: ['the daily of 2026-11-20'] }],
      fold: ['the fold of 2026-11-21#6'],
      summedUpThrough: 6,
      timeZone: 'Europe/Berlin',
    })
    expect(state.fixedTokens).toBeLessThanOrEqual(1_000)
  })

  test('a day of which all was forgotten is no line', async () => {
    const world = new FakeWorld()
    const [day] = standing.dailies
    world.standing = { ...standing, dailies: [{ ...day!, sentences: [] }] }

    expect((await read(world)).dailies).toEqual([])
  })

  test('in a group: neither notes nor summaries, those are one person’s', async () => {
    const world = new FakeWorld()
    world.past = exchanges(8)
    world.standing = standing
    const notes = { ...world.ports(new ScriptedModel()).notes, of: () => Promise.reject(new Error('a note was read')) } // prettier-ignore

    const state = await readConversation(
      world.ports(new ScriptedModel(), { notes }),
      aTurn({ chatId: -5, text: 'what about lunch?' }),
    )

    expect(state).toMatchObject({ notes: [], major: [], dailies: [], fold: [], summedUpThrough: 0 })
    expect(world.searches).toMatchObject([{ userId: 42, chatId: -5 }])
  })

  test('twenty-one lines beyond the window: the oldest are read, to be folded', async () => {
    const world = new FakeWorld()
    world.past = exchanges(30)

    const state = await read(world)

    expect(state.oldest.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(summariesDue(state, buildPrompt(state))).toMatchObject([{ kind: 'fold', throughNumber: 10 }])
  })

  test('a long conversation in a group: its first line is the same for five messages', async () => {
    const firstLines = await Promise.all(
      Array.from({ length: 25 }, async (_, more) => {
        const world = new FakeWorld()
        world.past = exchanges(60 + more)
        const { contents } = buildPrompt(await read(world, { chatId: -5 }))
        return /^- .*$/m.exec(contents[0]!.parts[0]!.text!)![0]
      }),
    )

    expect(new Set(firstLines).size).toBe(6)
  })

  test('with few lines nothing more is read', async () => {
    const world = new FakeWorld()
    world.past = exchanges(30)
    world.standing = { ...standing, coveredThrough: 8 }

    expect(await read(world)).toMatchObject({ oldest: [] })
  })
})

describe('what is recalled for a message', () => {
  const found = {
    sourceId: 'tg-1-1',
    number: 1,
    role: 'question' as const,
    at: new Date('2026-05-07T10:00:00Z'),
    body: 'The key is under the mat.',
  }

  test('it is searched with the new message’s words, once for a turn, and stands before them', async () => {
    const world = new FakeWorld()
    world.past = exchanges(30)
    world.recalled = [found]
    const turn = aTurn({ id: 'tg-1-99', number: 99, text: 'Where is my key?' })
    world.turnsById.set(turn.id, turn)
    const model = new ScriptedModel(says('Under the mat.'))

    await runTurn(world.ports(model), turn, new AbortController().signal)

    expect(world.searches).toHaveLength(1)
    expect(world.searches[0]).toMatchObject({
      userId: 42,
      chatId: 42,
      text: 'Where is my key?',
      now: turn.startedAt,
      limit: 8,
      timeZone: 'Europe/Berlin',
    })
    expect(world.searches[0]!.exceptTurnIds).toEqual(
      expect.arrayContaining(['tg-1-99', 'tg-1-30', 'tg-1-29', 'tg-1-28', 'tg-1-11']),
    )
    expect(model.requests[0]!.contents.at(-1)!.parts[0]!.text).toContain('The key is under the mat.')
  })

  test.each([
    ['no words that say anything', 'ok, thanks!'],
    ['no words at all', '👍'],
    ['nothing but a task’s note', ''],
  ])('%s: nothing is searched', async (_, text) => {
    const world = new FakeWorld()
    world.past = exchanges(30)

    await read(world, { text })

    expect(world.searches).toEqual([])
  })

  test('a pasted book: its beginning and its end are searched, and nothing between them', async () => {
    const world = new FakeWorld()
    world.past = exchanges(30)

    await read(world, { text: `Who is the murderer?\n${'in between '.repeat(8_000)}\nAnd why?` })

    const { text } = world.searches[0]!
    expect(text).toMatch(/^Who is the murderer\?[\s\S]*And why\?$/)
    expect(text.length).toBeLessThan(1_000)
  })

  test('a conversation that is all in the prompt: nothing is searched', async () => {
    const world = new FakeWorld()
    world.past = exchanges(3)

    await read(world, { text: 'Where is my key?' })

    expect(world.searches).toEqual([])
  })

  test('of a short conversation with a pasted book not all is in the prompt: it is searched', async () => {
    const world = new FakeWorld()
    world.past = exchanges(3).map((exchange) => ({ ...exchange, question: 'long '.repeat(2_000) }))

    await read(world, { text: 'Where is my key?' })

    expect(world.searches).toMatchObject([{ exceptTurnIds: ['tg-1-99'] }])
  })

  test('search fails: the turn goes on without it, and nobody’s words are logged', async () => {
    const world = new FakeWorld()
    world.past = exchanges(30)
    world.recalled = new RangeError('syntax error near "secret"')

    await expect(read(world, { text: 'my secret' })).resolves.toMatchObject({ recalled: [] })

    expect(world.warnings).toEqual([{ turnId: 'tg-1-99', reason: 'RangeError' }])
  })
})
