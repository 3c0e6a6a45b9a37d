import { Gauge } from '@aika/service-kit'
import type { Overview } from '../domain/overview.ts'

const jobs = new Gauge({
  name: 'aika_queue_jobs',
  help: 'Jobs by queue and state',
  labelNames: ['queue', 'state'],
})
const up = new Gauge({
  name: 'aika_service_instances',
  help: 'Running instances by service and whether they call themselves healthy',
  labelNames: ['name', 'healthy'],
})
const turns = new Gauge({
  name: 'aika_turns_today',
  help: 'Turns since midnight by status',
  labelNames: ['status'],
})
const waiting = new Gauge({
  name: 'aika_inbox_waiting',
  help: 'Messages in the inbox that no turn has taken',
})
const tokens = new Gauge({
  name: 'aika_tokens_today',
  help: 'Tokens since midnight by purpose',
  labelNames: ['purpose', 'kind'],
})

/** What the overview shows, as metrics. */
export function sampleOverview({ services, queues, turns: todays, usage }: Overview): void {
  for (const gauge of [jobs, up, turns, tokens]) gauge.reset()
  for (const { name, depth } of queues ?? []) {
    for (const [state, number] of Object.entries(depth)) jobs.set({ queue: name, state }, number)
  }
  for (const { name, instances } of services ?? []) {
    const healthy = instances.filter((instance) => instance.healthy).length
    up.set({ name, healthy: 'true' }, healthy)
    up.set({ name, healthy: 'false' }, instances.length - healthy)
  }
  for (const [status, number] of Object.entries(todays?.byStatus ?? {})) turns.set({ status }, number)
  if (todays) waiting.set(todays.waitingMessages)
  for (const { purpose, promptTokens, outputTokens } of usage ?? []) {
    tokens.set({ purpose, kind: 'prompt' }, promptTokens)
    tokens.set({ purpose, kind: 'output' }, outputTokens)
  }
}
