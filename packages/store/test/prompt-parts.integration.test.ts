import { openStore, type Store } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aTurn } from './fixtures.ts'

interface Answered {
  number: number
  chatId?: number
  userId?: number
  /** What its first step says. */
  content?: string
}

async function answer(store: Store, { number, chatId = 42, userId = 42, content }: Answered): Promise<void> {
  const turn = aTurn({ id: `tg-1-${number}`, chatId, userId })
  await store.turns.start(turn, [])
  if (content !== undefined) await store.turns.addStep(turn.id, { seq: 0, kind: 'model', content })
  await store.turns.finish(turn.id, { status: 'answered', answer: 'hi', at: new Date() })
}
const prompt = (promptParts: Record<string, number>) => JSON.stringify({ promptParts })

describe('what prompts are made of', () => {
  test('the parts of a person’s newest answered message in that chat, in their order', async () => {
    await using store = await openStore(temporaryDatabase())
    await answer(store, { number: 1, content: prompt({ fixed: 1 }) })
    await answer(store, { number: 2, chatId: -5, content: prompt({ fixed: 2 }) })
    await answer(store, { number: 3, content: prompt({ notes: 30, fixed: 3 }) })
    await answer(store, { number: 4, chatId: -5, userId: 7, content: prompt({ fixed: 4 }) })

    await expect(store.usage.lastPromptOf(42, 42)).resolves.toEqual([
      { part: 'notes', tokens: 30 },
      { part: 'fixed', tokens: 3 },
    ])
    await expect(store.usage.lastPromptOf(-5, 42)).resolves.toEqual([{ part: 'fixed', tokens: 2 }])
    await expect(store.usage.lastPromptOf(7, 7)).resolves.toEqual([])
  })

  test('the mean since a moment; what cannot be read or says nothing is passed over', async () => {
    let now = new Date('2026-11-19T10:00:00Z')
    await using store = await openStore({ ...temporaryDatabase(), clock: () => now })
    await answer(store, { number: 1, content: prompt({ fixed: 9_000 }) })
    now = new Date('2026-11-21T10:00:00Z')
    await answer(store, { number: 2, content: prompt({ fixed: 900, recent: 100 }) })
    await answer(store, { number: 3, userId: 7, chatId: 7, content: prompt({ fixed: 1_001, recent: 0 }) })
    await answer(store, { number: 4, content: '{"promptParts' })
    await answer(store, { number: 5, content: '{}' })
    await answer(store, { number: 6 })

    await expect(store.usage.meanPromptSince(new Date('2026-11-20T10:00:00Z'))).resolves.toEqual([
      { part: 'fixed', tokens: 951 },
      { part: 'recent', tokens: 50 },
    ])
  })
})
