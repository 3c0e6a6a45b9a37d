import type { Store } from '../src/index.ts'
import { aTurn, open } from './fixtures.ts'

/** One finished turn; they are told apart by their words. */
async function said(store: Store, id: string, text: string, more: { chatId?: number; userId?: number } = {}) {
  await store.turns.start(aTurn({ id, text, ...more }), [])
  await store.turns.finish(id, {
    status: 'answered',
    answer: `You said ${text.length} letters`,
    at: new Date(),
  })
}

describe('searching what was said', () => {
  test('all words must occur, in question or answer, in any case; the newest first', async () => {
    await using store = await open()
    await said(store, 'tg-1-1', 'Рецепт борща')
    await said(store, 'tg-1-2', 'борщ без свёклы')
    await said(store, 'tg-1-3', 'something else')
    const find = async (...words: string[]) =>
      (await store.recall.search(42, 42, { words, limit: 10 })).passages.map(({ turnId }) => turnId)

    expect(await find('БОРЩ')).toEqual(['tg-1-2', 'tg-1-1'])
    expect(await find('борщ', 'рецепт')).toEqual(['tg-1-1'])
    expect(await find('борщ', 'LETTERS', '12')).toEqual(['tg-1-1'])
    expect(await find('борщ', 'something')).toEqual([])
  })

  test('another person’s words, another chat’s and what is not finished: are not found', async () => {
    await using store = await open()
    await said(store, 'tg-1-1', 'secret', { userId: 43, chatId: 43 })
    await said(store, 'tg-1-2', 'secret', { userId: 43, chatId: -5 })
    await said(store, 'tg-1-3', 'secret', { chatId: -5 })
    await store.turns.start(aTurn({ id: 'tg-1-4', text: 'secret' }), [])

    expect(await store.recall.search(42, 42, { words: ['secret'], limit: 10 })).toEqual({
      passages: [],
      complete: true,
    })
    const inGroup = await store.recall.search(-5, 42, { words: ['secret'], limit: 10 })
    expect(inGroup.passages.map(({ turnId }) => turnId)).toEqual(['tg-1-3'])
  })

  test('times: from counts, to no longer', async () => {
    await using store = await open()
    await said(store, 'tg-1-1', 'cat')
    const at = (await store.turns.find('tg-1-1'))!.startedAt
    const later = new Date(at.getTime() + 1)
    const find = async (range: { from?: Date; to?: Date }) =>
      (await store.recall.search(42, 42, { words: ['cat'], limit: 10, ...range })).passages.length

    expect(await find({ from: at })).toBe(1)
    expect(await find({ from: later })).toBe(0)
    expect(await find({ to: later })).toBe(1)
    expect(await find({ to: at })).toBe(0)
  })

  test('more than the limit, over several reads: cut, and said', async () => {
    await using store = await open()
    for (let n = 1; n <= 600; n++) await said(store, `tg-1-${n}`, n % 300 === 1 ? 'needle' : 'hay')
    const search = (limit: number) => store.recall.search(42, 42, { words: ['needle'], limit })

    const [all, some] = [await search(2), await search(1)]

    expect([all.passages.map(({ turnId }) => turnId), all.complete]).toEqual([['tg-1-301', 'tg-1-1'], true])
    expect([some.passages.length, some.complete]).toEqual([1, false])
  })
})
