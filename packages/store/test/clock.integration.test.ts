import { openStore } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aTurn } from './fixtures.ts'

describe('a store that is given a clock', () => {
  test('a turn begins, and its exchange happened, at the time the clock tells', async () => {
    let now = new Date('2026-01-05T08:00:00Z')
    await using store = await openStore({ ...temporaryDatabase(), clock: () => now })

    const turn = await store.turns.start(aTurn(), [])
    await store.turns.finish(turn.id, { status: 'answered', answer: 'hello', at: now })
    now = new Date('2026-07-04T08:00:00Z')
    const later = await store.turns.start(aTurn({ id: 'tg-1-2' }), [])

    expect(turn.startedAt).toEqual(new Date('2026-01-05T08:00:00Z'))
    expect(later.startedAt).toEqual(now)
    const [exchange] = await store.exchanges.after(42, 0, 1)
    expect(exchange?.at).toEqual(turn.startedAt)
  })
})
