import { Counter, Gauge, Histogram } from '@aika/service-kit'
import type { Provider, ProviderCall } from '../domain/call.ts'
import type { KeyPool } from '../domain/key-pool.ts'
import type { CallRecord } from '../domain/meter.ts'

const calls = new Counter({
  name: 'aika_gateway_calls_total',
  help: 'Calls to model providers by how they ended',
  labelNames: ['provider', 'purpose', 'outcome'],
})
const tokens = new Counter({
  name: 'aika_gateway_tokens_total',
  help: 'Tokens as the providers count them',
  labelNames: ['provider', 'model', 'kind'],
})
const seconds = new Histogram({
  name: 'aika_gateway_call_seconds',
  help: 'From the request to the last byte of the answer',
  labelNames: ['provider'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120],
})
const retries = new Counter({
  name: 'aika_gateway_retries_total',
  help: 'Calls sent again because of passing trouble',
  labelNames: ['provider'],
})
const rests = new Counter({
  name: 'aika_gateway_key_rests_total',
  help: 'Times a key ran out of quota',
  labelNames: ['key', 'quota'],
})
const keys = new Gauge({
  name: 'aika_gateway_keys',
  help: 'Keys by state; resting means for at least one model',
  labelNames: ['provider', 'state'],
})
const usageRows = new Counter({
  name: 'aika_gateway_usage_rows_lost_total',
  help: 'Usage rows that were dropped because the database was away',
})

/** The gateway's Prometheus metrics. Labels hold settings and our own words only, so their number is bounded. */
export const gatewayMetrics = {
  record({ call, outcome, status, tokens: counts, latencyMs }: CallRecord): void {
    const { provider, model, caller } = call
    calls.inc({
      provider,
      purpose: caller.purpose,
      outcome: outcome === 'refused' ? String(status) : outcome,
    })
    seconds.observe({ provider }, latencyMs / 1000)
    // A model that answered exists; one that did not may be anything that a caller wrote.
    if (outcome !== 'ok') return
    tokens.inc({ provider, model, kind: 'prompt' }, counts.promptTokens)
    tokens.inc({ provider, model, kind: 'cached' }, counts.cachedTokens)
    tokens.inc({ provider, model, kind: 'output' }, counts.outputTokens)
    tokens.inc({ provider, model, kind: 'thought' }, counts.thoughtTokens)
  },
  retried: ({ provider }: ProviderCall) => retries.inc({ provider }),
  rested: (key: string, quota: string) => rests.inc({ key, quota }),
  rowsLost: (rows: number) => usageRows.inc(rows),
  /** Sampled by the health check, which runs every few seconds. */
  sampleKeys(provider: Provider, pool: KeyPool): void {
    for (const [state, number] of Object.entries(pool.state())) keys.set({ provider, state }, number)
  },
}
