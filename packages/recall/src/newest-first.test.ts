import { soughtBy } from './coverage.ts'
import { newestFirst } from './newest-first.ts'
import type { FoundPassage } from './passage-index.ts'
import { recipe } from './recipe.ts'

const words = ['nora', 'medicine', 'given', 'daily']
const sought = soughtBy(
  words.map((word) => ({ word, terms: [], passages: 2 })),
  100,
)
const about = { sought, named: ['nora'], isWidened: false }

let ids = 0
const passage = (body: string, day: number, more: Partial<FoundPassage> = {}): FoundPassage => ({
  id: ++ids,
  sourceId: `tg-1-${ids}`,
  role: 'question',
  chunk: 0,
  at: new Date(Date.UTC(2026, 0, day)),
  body,
  score: 1 - ids / 1_000,
  ...more,
})

const talk = Array.from({ length: 12 }, (_, index) => passage(`Nora came by ${index}`, 20))
const older = passage('Nora was given a medicine: 20 mg daily', 5)

/** Where something is that stood below all that is shown. */
const placeOf = (below: FoundPassage, { above = older, of = about } = {}) =>
  newestFirst([above, ...talk, below], 10, of, recipe).indexOf(below)

describe('what was said of a change', () => {
  test.each([
    'Nora takes another medicine, 30 mg',
    'Nora nimmt jetzt eine andere medicine',
    'Нора: Nora теперь medicine',
    'Nora prend maintenant medicine',
    'Nora toma ahora medicine',
  ])('comes before what it was, in other words and from further down: %s', (body) => {
    const share = { ...recipe, changedSaid: 0.3 }
    const below = passage(body, 30)
    expect(newestFirst([older, ...talk, below], 10, about, share).indexOf(below)).toBe(0)
  })

  test.each([
    ['no word says that it changed', passage('Nora has her medicine, given daily', 30)],
    ['it is of somebody else', passage('Ida is now given a medicine daily', 30)],
    ['it was said before', passage('Nora is now given a medicine daily', 2)],
    ['it is about something else', passage('Nora has a new coat now', 30)],
    ['the person did not say it', passage('Nora is now given a medicine daily', 30, { role: 'answer' })],
    ['it hardly fits', passage('Nora is now given a medicine daily', 30, { score: 0.1 })],
  ])('stays where it is when %s', (_why, below) => {
    expect(placeOf(below)).toBe(13)
  })

  test('stays where it is when the question names nobody, or what is above is no answer', () => {
    const below = passage('Nora is now given a medicine daily', 30)
    expect(placeOf(below)).toBe(0)
    expect(newestFirst([older, below], 1, { ...about, named: [] }, recipe)).toEqual([older])
    expect(placeOf(below, { above: passage('It is given', 5) })).toBe(13)
  })
})
