import { maxSentences, verbatimWindow } from '../../services/agent/src/domain/build-prompt.ts'
import { missedBy } from './aims.ts'
import { figuresOf } from './figures.ts'
import type { History } from './histories/history.ts'
import { oneDay } from './histories/one-day.ts'
import { paste } from './histories/paste.ts'
import { smallTalk } from './histories/small-talk.ts'
import { assistant } from './histories/assistant.ts'
import { replay } from './replay/replay.ts'
import { sum } from '../lib/stats.ts'

/** Tokens are counted, not timed: the same on every machine. */
describe('invented chats, replayed through the turn, the summarizer and the database', () => {
  const lived = async (history: History) => {
    const costs = await replay(history)
    return { costs, figures: figuresOf(history, costs) }
  }

  test('680 messages of small talk: the prompt is flat, and six times below the full history', async () => {
    const { figures } = await lived(smallTalk())

    expect(missedBy(figures)).toEqual([])
    expect(figures.parts.major).toBeGreaterThan(0)
    expect(figures.parts.dailies).toBeGreaterThan(0)
  })

  test('1,200 long messages: fifty times below the full history, the background counted', async () => {
    const { figures } = await lived(assistant())

    expect(missedBy(figures)).toEqual([])
  }, 240_000)

  test('300 exchanges in one day: what a prompt has no line for is folded', async () => {
    const { costs, figures } = await lived(oneDay(300))

    expect(missedBy(figures)).toEqual([])
    expect(figures.parts.fold).toBeGreaterThan(0)
    expect(Math.max(...costs.map(({ notSummedUp }) => notSummedUp))).toBeLessThanOrEqual(
      maxSentences + verbatimWindow,
    )
  })

  test('a paste of 20,000 tokens: no prompt takes more than the ceiling, then or later', async () => {
    const { costs, figures } = await lived(paste())

    expect(Math.max(...costs.map(({ tokens }) => tokens))).toBeLessThanOrEqual(4_000)
    expect(missedBy(figures)).toEqual([])
  })

  test('what a turn records of its prompt’s parts is what the model was sent', async () => {
    const { costs } = await lived(paste(60))

    for (const { tokens, parts } of costs) {
      const recorded = sum(Object.values(parts))
      expect(recorded).toBeGreaterThanOrEqual(tokens)
      expect(recorded).toBeLessThanOrEqual(tokens * 1.03)
    }
  })

  test('the same seed is the same chat, another seed is another', () => {
    expect(smallTalk(50, 1)).toEqual(smallTalk(50, 1))
    expect(smallTalk(50, 2).said[0]).not.toEqual(smallTalk(50, 1).said[0])
  })
})
