import type { ModelCall } from '@aika/store/usage-log'
import type { CallRecord } from '../domain/meter.ts'
import { BatchedUsage } from './batched-usage.ts'

function aRecord(model: string, more: Partial<CallRecord> = {}): CallRecord {
  return {
    call: {
      provider: 'gemini',
      model,
      path: '/',
      headers: {},
      body: Buffer.alloc(0),
      caller: { userId: 42, purpose: 'turn', traceId: 'trace-00' },
    },
    outcome: 'ok',
    status: 200,
    tokens: { promptTokens: 1, cachedTokens: 0, outputTokens: 2, thoughtTokens: 0 },
    startedMs: 1_000,
    latencyMs: 5,
    ...more,
  }
}

function aBatch(options: { fail?: () => boolean; mostRows?: number } = {}) {
  const written: ModelCall[] = []
  const troubles: number[] = []
  const dropped: number[] = []
  const usage = new BatchedUsage({
    async write(rows) {
      if (options.fail?.()) throw new Error('database is locked')
      written.push(...rows)
    },
    onTrouble: (_message, rows) => troubles.push(rows),
    onDropped: (rows) => dropped.push(rows),
    flushMs: 1_000_000,
    mostRows: options.mostRows ?? 100,
  })
  return { usage, written, troubles, dropped, models: () => written.map(({ model }) => model) }
}

describe('usage rows', () => {
  test('calls that ended: their rows are written in order with who and what for', async () => {
    const { usage, written, models } = aBatch()
    await using _usage = usage

    usage.add(aRecord('one'))
    usage.add(aRecord('two', { outcome: 'refused', status: 404 }))
    await usage.flush()

    expect(models()).toEqual(['one', 'two'])
    expect(written[0]).toMatchObject({ userId: 42, purpose: 'turn', traceId: 'trace-00', outcome: 'ok' })
    expect(written[1]).toMatchObject({ outcome: '404' })
  })

  test('the database fails for a while: nothing throws and no row is lost', async () => {
    let broken = true
    const { usage, troubles, models } = aBatch({ fail: () => broken })
    await using _usage = usage

    usage.add(aRecord('one'))
    await usage.flush()
    broken = false
    usage.add(aRecord('two'))
    await usage.flush()

    expect(troubles).toEqual([1])
    expect(models()).toEqual(['one', 'two'])
  })

  test('the database stays away: the oldest rows go and are counted', async () => {
    const { usage, dropped, models } = aBatch({ mostRows: 2 })
    await using _usage = usage

    for (const model of ['one', 'two', 'three']) usage.add(aRecord(model))
    await usage.flush()

    expect(dropped).toEqual([1])
    expect(models()).toEqual(['two', 'three'])
  })

  test('the gateway stops: what is left is written', async () => {
    const { usage, models } = aBatch()

    usage.add(aRecord('one'))
    await usage[Symbol.asyncDispose]()

    expect(models()).toEqual(['one'])
  })
})
