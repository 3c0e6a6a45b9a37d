import { aPast, aState } from '../testing/a-state.ts'
import { buildPrompt } from './build-prompt.ts'
import { summariesDue } from './summaries-due.ts'

/** Nothing was left out of the prompt. */
const shown = { unshown: 0 }
const long = 'word '.repeat(60)
const past = (...sentences: (string | undefined)[]) =>
  aPast(sentences.length, (n) => ({ question: long, sentence: sentences[n - 1] }))
const exchanges = (...sentences: (string | undefined)[]) =>
  summariesDue(aState({ past: past(...sentences) }), shown).flatMap((due) =>
    due.kind === 'exchange' ? due.turnId : [],
  )

describe('exchanges to be put into one sentence', () => {
  test('the one that leaves the window of three with the new answer', () => {
    expect(exchanges('done', undefined, undefined, undefined)).toEqual(['tg-1-2'])
  })

  test('nothing while all still fit the window', () => {
    expect(exchanges(undefined, undefined)).toEqual([])
  })

  test('a small exchange is kept as it is', () => {
    expect(summariesDue(aState({ past: aPast(3) }), shown)).toEqual([])
  })

  test('those that were missed before are asked for again, three at a time', () => {
    expect(exchanges(undefined, 'done', undefined, undefined, undefined)).toEqual(['tg-1-1', 'tg-1-3'])
    expect(exchanges(...Array.from({ length: 9 }, () => undefined))).toEqual(['tg-1-5', 'tg-1-6', 'tg-1-7'])
  })
})

describe('the fold of today', () => {
  const fullWeek = Array.from({ length: 7 }, (_, n) => ({
    day: `2026-11-1${n}`,
    sentences: ['word '.repeat(30), 'word '.repeat(30)],
  }))
  const group = { ...aState().turn, chatId: -5 }
  const foldOf = (more: Parameters<typeof aState>[0]) =>
    summariesDue(aState({ past: aPast(23), oldest: aPast(10), ...more }), shown)

  test('more than twenty lines after this turn: the ten oldest, with the zone of their person', () => {
    expect(foldOf({})).toEqual([
      {
        kind: 'fold',
        userId: 42,
        throughNumber: 10,
        timeZone: 'Europe/Berlin',
        traceId: 'trace-of-test',
      },
    ])
  })

  test('twenty are not too many', () => {
    expect(foldOf({ past: aPast(22) })).toEqual([])
  })

  test('fewer, when long ones had no room in the prompt: all but the newest two, and at most ten', () => {
    const sentence = 'word '.repeat(56)
    const due = (count: number) => {
      const state = aState({ past: aPast(count, () => ({ sentence })), dailies: fullWeek })
      return summariesDue(state, buildPrompt(state)).map((due) => due.kind === 'fold' && due.throughNumber)
    }

    expect(due(6)).toEqual([])
    expect(due(9)).toEqual([5])
    expect(due(16)).toEqual([10])
  })

  test('what is summed up already does not count', () => {
    expect(foldOf({ summedUpThrough: 1 })).toEqual([])
  })

  test('what was said before /new and stands in no line: ten at a time, down to the last of it', () => {
    const fresh = (count: number, summedUpThrough = 0, sentence?: string) => {
      const past = aPast(count, (n) => ({ isEarlier: n < count, sentence }))
      return foldOf({ past, oldest: [], summedUpThrough }).map(
        (due) => due.kind === 'fold' && due.throughNumber,
      )
    }

    expect([fresh(4), fresh(15), fresh(15, 10), fresh(15, 14)]).toEqual([[3], [10], [14], []])
    expect(fresh(4, 0, 'They met.')).toEqual([])
  })

  test('never in a group', () => {
    expect(foldOf({ turn: group, past: aPast(3, () => ({ isEarlier: true })) })).toEqual([])
    expect(foldOf({ turn: group })).toEqual([])
  })
})
