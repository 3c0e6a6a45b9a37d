import type { FoundPassage } from './passage-index.ts'
import { repliesUp } from './replies.ts'

const passage = (
  id: number,
  score: number,
  body: string,
  more: Partial<FoundPassage> = {},
): FoundPassage => ({
  id,
  score,
  body,
  sourceId: `tg-1-${id}`,
  role: 'question',
  chunk: 0,
  at: new Date(0),
  ...more,
})
const order = (passages: FoundPassage[]) => repliesUp(passages, 0.5).map(({ id }) => id)

describe('what follows a question that is like the one asked', () => {
  test.each(['What got you into running?', 'And you? [picture: two shoes]', '跑步吗？'])('%s', (body) => {
    expect(order([passage(1, 1, body), passage(5, 0.6, 'Rain.'), passage(2, 0.2, 'My back.')])).toEqual([
      1, 2, 5,
    ])
  })

  test.each([
    ['a statement', passage(1, 1, 'Why not? Because it rained all day long.'), passage(2, 0.2, 'Oh.')],
    ['not what comes later', passage(1, 1, 'Why?'), passage(3, 0.2, 'Oh.')],
    ['a note is no reply', passage(1, 1, 'Why?'), passage(2, 0.2, 'Tea', { role: 'note' })],
  ])('%s: all stay in their places', (_, first, last) => {
    expect(order([first, passage(5, 0.6, 'Rain.'), last])).toEqual([1, 5, last.id])
  })
})
