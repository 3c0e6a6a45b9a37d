import type { Completion } from './language-model.ts'
import { ModelLadder } from './model-ladder.ts'

const caller = { userId: 1, traceId: 'trace-1234', purpose: 'summary-daily' as const }
const prompt = { system: '', user: '' }
const never = new AbortController().signal

function aLadder(answers: Record<string, Completion>) {
  const asked: string[] = []
  const told: [string, string | undefined][] = []
  const clock = { nowMs: 0, now: () => clock.nowMs }
  const ladder = new ModelLadder(Object.keys(answers), {
    model: {
      async complete(model) {
        asked.push(model)
        return answers[model]!
      },
    },
    onGone: (model, next) => void told.push([model, next]),
    clock,
  })
  return { ladder, asked, told, clock, ask: () => ladder.complete(prompt, caller, never) }
}

const text: Completion = { kind: 'text', text: 'hi' }
const gone: Completion = { kind: 'gone', reason: 'model_decommissioned' }

describe('summary models in order', () => {
  test('the first is there: no other is asked', async () => {
    const { ask, asked } = aLadder({ a: text, b: text })

    await expect(ask()).resolves.toEqual(text)
    expect(asked).toEqual(['a'])
  })

  test('the first is gone: the next answers, and the first is left alone for an hour', async () => {
    const { ask, asked, told, clock } = aLadder({ a: gone, b: text })

    await ask()
    await ask()
    clock.nowMs = 3_600_000
    await ask()

    expect(asked).toEqual(['a', 'b', 'b', 'a', 'b'])
    expect(told).toEqual([['a', 'b'], ['a', 'b']]) // prettier-ignore
  })

  test('all are gone: the work is to wait an hour, and nobody is asked in between', async () => {
    const { ask, asked, told } = aLadder({ a: gone })
    const wait = { code: 'no_summary_model', retryable: true, retryAfterMs: 3_600_000 }

    await expect(ask()).rejects.toMatchObject(wait)
    await expect(ask()).rejects.toMatchObject(wait)

    expect(asked).toEqual(['a'])
    expect(told).toEqual([['a', undefined]])
  })
})
