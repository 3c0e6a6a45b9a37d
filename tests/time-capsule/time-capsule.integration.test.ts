import { contentWords, stem } from '../../packages/stand-ins/src/gemini/memory/words.ts'
import { quick, liveThrough } from './capsule.ts'
import { inventFacts } from './facts.ts'
import { kinds } from './kinds.ts'
import type { Lives } from './live.ts'
import { planLives } from './plan.ts'
import { Random } from '../support/random.ts'
import { score, shareOf, type Score } from './score.ts'

const people = [1001, 1002, 1003]
const stems = (text: string) => new Set(contentWords(text.replaceAll(/\{\w\}/g, 'X')).map(stem))

describe('what the capsule asks', () => {
  test('the same seed: the same lives', () => {
    expect(planLives(people, quick, new Random(5))).toEqual(planLives(people, quick, new Random(5)))
    expect(planLives(people, quick, new Random(5))).not.toEqual(planLives(people, quick, new Random(6)))
  })

  test('a paraphrase: has none of the words of any statement of its kind', () => {
    for (const { said, otherwise } of kinds) {
      const told = said.flatMap(({ tell }) => [...stems(tell)]).filter((word) => word !== 'x')
      const asked = otherwise.flatMap((text) => [...stems(text)])
      expect(asked.filter((word) => told.includes(word))).toEqual([])
    }
  })

  test('a value: occurs once, and in no question', () => {
    const facts = inventFacts(300, new Random(7))
    const values = facts.map(({ value }) => value)
    expect(new Set(values).size).toBe(values.length)
    for (const { sameWords, paraphrase, value } of facts) {
      expect(`${sameWords} ${paraphrase}`).not.toContain(value)
    }
  })
})

describe('half a year with the product, day by simulated day', () => {
  let lives: Lives
  let result: Score

  beforeAll(async () => {
    lives = await liveThrough(quick, 1)
    result = score(lives)
  }, 240_000)

  /** What to look at when a share is too low. */
  const wrong = () =>
    result.wrong.map(({ group, age, text, value, answer }) => ({ group, age, text, value, answer }))
  const expectShare = (group: keyof Score['groups'], least: number) => {
    const share = result.groups[group]
    expect({
      isEnough: shareOf(share) >= least,
      share,
      wrong: shareOf(share) >= least ? [] : wrong(),
    }).toEqual({
      isEnough: true,
      share,
      wrong: [],
    })
  }

  test('all of it was lived: every question was asked, every day and week summed up', () => {
    expect(lives.exchanges).toBeGreaterThanOrEqual(quick.exchanges)
    expect(lives.outcomes).toHaveLength(quick.facts + quick.changed + 2 * quick.deleted + quick.foreign)
    expect(lives.days.map(({ day, summedUp }) => ({ day, summedUp }))).toEqual(
      lives.days.map(({ day }) => ({ day, summedUp: true })),
    )
    expect(lives.weeks).toBeGreaterThan(20)
  })

  test('asked in the same words, 1, 7, 30 and 180 days later: at least 95 % are answered', () => {
    expectShare('same words', 0.95)
  })

  test('asked in other words: at least 85 % are', () => expectShare('paraphrased', 0.85))

  test('facts that changed: at least 95 % of the answers bring the newest first', () => {
    expectShare('changed', 0.95)
  })

  test('each question: takes at most two calls of the model', () => {
    expect(result.mostModelCalls).toBeLessThanOrEqual(2)
  })

  test('what was forgotten, and what others told: comes before the model in no request, and into no answer', () => {
    expect(lives.leaks).toEqual([])
    expectShare('deleted', 1)
    expectShare('foreign', 1)
  })
})
