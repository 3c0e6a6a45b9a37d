import { AppError } from '@aika/errors'
import type { ProviderCall, ProviderKey } from './call.ts'
import { backoffMs, forwardCall, type Upstream, type UpstreamAnswer } from './forward-call.ts'
import { KeyPool } from './key-pool.ts'

const limits = { maxRetries: 2, retryBaseMs: 1_000, minuteMs: 60_000, dayMs: 3_600_000 }
const call: ProviderCall = {
  provider: 'gemini',
  model: 'flash',
  path: '/v1beta/models/flash:generateContent',
  headers: {},
  body: Buffer.from('{}'),
  caller: { purpose: 'turn' },
}

type Scripted =
  { status: number; body?: string; cutBeforeFirst?: boolean; headers?: Record<string, string> } | Error

/** Answers by key, in order; fails loudly when asked once more than scripted. */
class ScriptedUpstream implements Upstream {
  readonly sent: string[] = []
  readonly #answers: Scripted[]

  constructor(...answers: Scripted[]) {
    this.#answers = answers
  }

  async send(_call: ProviderCall, key: ProviderKey): Promise<UpstreamAnswer> {
    this.sent.push(key.label)
    const answer = this.#answers.shift()
    if (!answer) throw new Error(`nothing scripted for attempt ${this.sent.length}`)
    if (answer instanceof Error) throw answer
    return { status: answer.status, headers: answer.headers ?? {}, chunks: bytesOf(answer) }
  }
}

async function* bytesOf({ body, cutBeforeFirst }: { body?: string; cutBeforeFirst?: boolean }) {
  if (cutBeforeFirst) throw unreachable()
  if (body) yield Buffer.from(body)
}

const unreachable = () => new AppError('upstream_unreachable', 'ECONNRESET', { retryable: true })
const timeout = () => new AppError('upstream_timeout', 'no head within 1 s', { retryable: false })
const quota = (retryDelay?: string) =>
  JSON.stringify({ error: { code: 429, details: retryDelay ? [{ retryDelay }] : [] } })
const invalid = JSON.stringify({ error: { code: 400, details: [{ reason: 'API_KEY_INVALID' }] } })

function aGateway(...answers: Scripted[]) {
  const upstream = new ScriptedUpstream(...answers)
  const told: string[] = []
  const slept: number[] = []
  const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) }
  const keys = ['one', 'two'].map((secret, at) => ({ label: `gemini-${at + 1}`, secret }))
  const ports = {
    pool: new KeyPool(keys, { now: clock.now, recheckMs: 3_600_000 }),
    upstream,
    clock,
    events: {
      keyRests: (key: ProviderKey, _call: ProviderCall, rest: { restMs: number }) =>
        void told.push(`${key.label} rests ${rest.restMs}`),
      keySetAside: (key: ProviderKey, _call: ProviderCall, reason: string) =>
        void told.push(`${key.label} set aside: ${reason}`),
      retries: (_call: ProviderCall, because: string) => void told.push(`retry: ${because}`),
    },
    random: () => 1,
  }
  const forward = () => forwardCall(ports, limits, call, new AbortController().signal)
  return { forward, upstream, told, slept }
}

describe('one call through the key pool', () => {
  test('a 200: its first bytes are at hand', async () => {
    const { forward } = aGateway({ status: 200, body: 'hello' })

    await expect(forward()).resolves.toMatchObject({
      kind: 'stream',
      status: 200,
      first: Buffer.from('hello'),
    })
  })

  test('429 on the first key: the second answers at once, without a pause', async () => {
    const { forward, upstream, told, slept } = aGateway(
      { status: 429, body: quota() },
      { status: 200, body: 'ok' },
    )

    await expect(forward()).resolves.toMatchObject({ kind: 'stream' })
    expect(upstream.sent).toEqual(['gemini-1', 'gemini-2'])
    expect(told).toEqual(['gemini-1 rests 60000'])
    expect(slept).toEqual([])
  })

  test('429 on both keys: all rest, and the wait is the shorter one', async () => {
    const { forward } = aGateway({ status: 429, body: quota('34.07s') }, { status: 429, body: quota('20s') })

    await expect(forward()).resolves.toEqual({ kind: 'all_resting', retryAfterSeconds: 20 })
  })

  test('a refused key: told once, the next one answers this call and the following', async () => {
    const { forward, upstream, told } = aGateway(
      { status: 400, body: invalid },
      { status: 200, body: 'ok' },
      { status: 200, body: 'ok' },
    )

    await forward()
    await forward()

    expect(upstream.sent).toEqual(['gemini-1', 'gemini-2', 'gemini-2'])
    expect(told).toEqual(['gemini-1 set aside: API_KEY_INVALID'])
  })

  test('both keys refused: no usable key', async () => {
    const { forward } = aGateway({ status: 400, body: invalid }, { status: 403, body: '' })

    await expect(forward()).resolves.toEqual({ kind: 'no_usable_key' })
  })

  test('503 twice, then 200: tried again with growing pauses on the same key', async () => {
    const { forward, upstream, slept } = aGateway(
      { status: 503 },
      { status: 503 },
      { status: 200, body: 'ok' },
    )

    await expect(forward()).resolves.toMatchObject({ kind: 'stream' })
    expect(upstream.sent).toEqual(['gemini-1', 'gemini-1', 'gemini-1'])
    expect(slept).toEqual([1_000, 2_000])
  })

  test('503 for good: the caller reads the last one, so that it can use another model', async () => {
    const { forward } = aGateway({ status: 503 }, { status: 503 }, { status: 503, body: 'overloaded' })

    await expect(forward()).resolves.toMatchObject({ kind: 'refusal', status: 503, body: 'overloaded' })
  })

  test('404: passed on at once', async () => {
    const { forward, upstream } = aGateway({ status: 404, body: 'no such model' })

    await expect(forward()).resolves.toMatchObject({ kind: 'refusal', status: 404, body: 'no such model' })
    expect(upstream.sent).toHaveLength(1)
  })

  test('the line breaks after the head and before the first byte: tried again', async () => {
    const { forward } = aGateway({ status: 200, cutBeforeFirst: true }, { status: 200, body: 'ok' })

    await expect(forward()).resolves.toMatchObject({ kind: 'stream', first: Buffer.from('ok') })
  })

  test('unreachable for good: the error says so after the retries', async () => {
    const { forward, upstream } = aGateway(unreachable(), unreachable(), unreachable())

    await expect(forward()).rejects.toMatchObject({ code: 'upstream_unreachable' })
    expect(upstream.sent).toHaveLength(3)
  })

  test('no head in time: not tried again, as the caller has waited long enough', async () => {
    const { forward, upstream } = aGateway(timeout())

    await expect(forward()).rejects.toMatchObject({ code: 'upstream_timeout' })
    expect(upstream.sent).toHaveLength(1)
  })

  test('a stream that is empty: passed on as it is', async () => {
    const { forward } = aGateway({ status: 200 })

    const answer = await forward()

    expect(answer).toMatchObject({ kind: 'stream', status: 200 })
    expect(answer).not.toHaveProperty('first')
  })
})

test('the pause before a retry: doubled each time, half of it by chance', () => {
  expect([0, 1, 2].map((retry) => backoffMs(limits, retry, 0))).toEqual([500, 1_000, 2_000])
  expect([0, 1, 2].map((retry) => backoffMs(limits, retry, 1))).toEqual([1_000, 2_000, 4_000])
})
