import { aTurn, deaf, says } from '../testing/fake-ports.ts'
import type { ModelRequest } from './model.ts'
import { ModelTrouble, patientModel, type SingleModel, type Trouble } from './patient-model.ts'

const request: ModelRequest = {
  system: 's',
  contents: [],
  writtenBy: new Map(),
  tools: [],
  mayCallTools: true,
  userId: aTurn().userId,
  traceId: 'trace-of-test',
}

/** Each model fails with its list of troubles, then answers. */
function setUp(troubles: Record<string, Trouble[]>) {
  const asked: string[] = []
  const told: string[] = []
  let nowMs = 0
  const single: SingleModel = {
    async ask(model) {
      asked.push(model)
      const trouble = troubles[model]?.shift()
      if (trouble) throw new ModelTrouble(trouble, trouble)
      return says(`from ${model}`)
    },
  }
  const clock = { now: () => nowMs, sleep: async (ms: number) => void (nowMs += ms) }
  const tellAdmins = (gone: string, used: string) => void told.push(`${gone} → ${used}`)
  const model = patientModel({ single, tellAdmins, clock }, ['first', 'second'])
  const ask = () => model.ask(request, deaf, new AbortController().signal)
  return { ask, asked, told, waitedMs: () => nowMs, pass: (ms: number) => (nowMs += ms) }
}

describe('asking patiently', () => {
  test('a stream that was cut is asked for again, of the same model', async () => {
    const { ask, asked } = setUp({ first: ['cut', 'cut'] })

    await ask()

    expect(asked).toEqual(['first', 'first', 'first'])
  })

  test.each([
    ['a vendor that stays silent', 'cut', 45_000],
    ['a gateway that stays away, longer than Docker waits before it starts it again', 'away', 150_000],
  ] as const)('%s: after its patience the trouble is said', async (_who, trouble, patienceMs) => {
    const { ask, waitedMs } = setUp({ first: Array.from({ length: 1_000 }, () => trouble) })

    await expect(ask()).rejects.toMatchObject({ code: 'model_unavailable' })

    expect(waitedMs()).toBeGreaterThan(patienceMs - 3_000)
    expect(waitedMs()).toBeLessThanOrEqual(patienceMs)
  })

  test('answers that break off after they have begun are asked for three times, not for as long as patience lasts', async () => {
    let asked = 0
    const single: SingleModel = {
      async ask(_model, _request, listener) {
        asked++
        listener.text('It is')
        throw new ModelTrouble('cut', 'cut')
      },
    }
    const clock = { now: () => 0, sleep: async () => undefined }
    const model = patientModel({ single, tellAdmins: () => undefined, clock }, ['first'])

    const asking = model.ask(request, deaf, new AbortController().signal)

    await expect(asking).rejects.toMatchObject({ code: 'model_unavailable' })
    expect(asked).toBe(3)
  })

  test('a model that is gone is replaced, admins are told, and it is left alone for ten minutes', async () => {
    const { ask, asked, told, pass } = setUp({ first: ['gone'] })

    await ask()
    await ask()
    pass(10 * 60_000)
    await ask()

    expect(asked).toEqual(['first', 'second', 'second', 'first'])
    expect(told).toEqual(['first → second'])
  })

  test('an overloaded model is passed over for this call only', async () => {
    const { ask, asked } = setUp({ first: ['overloaded'] })

    await ask()
    await ask()

    expect(asked).toEqual(['first', 'second', 'first'])
  })

  test('a signature that another key does not accept: asked once more without it, then given up', async () => {
    const writers: string[][] = []
    const single: SingleModel = {
      async ask(_model, { writtenBy }) {
        writers.push([...writtenBy.values()])
        throw new ModelTrouble('signature', 'corrupted thought signature')
      },
    }
    const clock = { now: () => 0, sleep: async () => undefined }
    const model = patientModel({ single, tellAdmins: () => undefined, clock }, ['first'])

    const asking = model.ask(
      { ...request, writtenBy: new Map([[1, 'first']]) },
      deaf,
      new AbortController().signal,
    )

    await expect(asking).rejects.toMatchObject({ code: 'model_refused', retryable: false })
    expect(writers).toEqual([['first'], ['nobody']])
  })

  test.each(['resting', 'refused'] as const)('%s: no other model is tried', async (trouble) => {
    const { ask, asked } = setUp({ first: [trouble] })

    await expect(ask()).rejects.toMatchObject({ trouble })

    expect(asked).toEqual(['first'])
  })

  test('all of them gone: said, and all are tried again next time', async () => {
    const { ask, asked } = setUp({ first: ['gone'], second: ['gone'] })

    await expect(ask()).rejects.toMatchObject({ code: 'model_unavailable' })
    await ask()

    expect(asked).toEqual(['first', 'second', 'first'])
  })
})
