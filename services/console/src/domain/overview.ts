import type { ModelUsage } from './prices.ts'

/** One running instance of a service, as it says of itself. */
export interface Instance {
  service: string
  instance: string
  startedAt: string
  healthy: boolean
}

export interface QueueDepth {
  waiting: number
  active: number
  delayed: number
  failed: number
}

/** A turn without its words. */
export interface TurnGlance {
  id: string
  chatId: number
  status: string
  startedAt: Date
  durationMs: number | undefined
  steps: number
}

export interface PurposeUsage {
  purpose: string
  calls: number
  promptTokens: number
  outputTokens: number
}

/** What one part of a prompt takes on average. */
export interface PartTokens {
  part: string
  tokens: number
}

/** Where the overview's parts come from. Any may fail by itself. */
export interface OverviewPorts {
  instances(): Promise<Instance[]>
  depths(): Promise<Record<string, QueueDepth>>
  turnsSince(since: Date): Promise<Record<string, number>>
  latestTurns(count: number): Promise<TurnGlance[]>
  waitingMessages(): Promise<number>
  usageSince(since: Date): Promise<PurposeUsage[]>
  modelsSince(since: Date): Promise<ModelUsage[]>
  promptSince(since: Date): Promise<PartTokens[]>
}

/** What the overview page shows; a part that could not be read is absent, and named in `unreadable`. */
export interface Overview {
  at: Date
  services?: ServiceState[]
  queues?: { name: string; depth: QueueDepth }[]
  turns?: { byStatus: Record<string, number>; latest: TurnGlance[]; waitingMessages: number }
  usage?: PurposeUsage[]
  models?: ModelUsage[]
  /** Of the last 24 hours. */
  prompt?: PartTokens[]
  unreadable: string[]
}

export interface ServiceState {
  name: string
  instances: Instance[]
  state: 'up' | 'unwell' | 'down'
}

/** Every service that a whole system has; one that says nothing of itself is down. */
export const SERVICES = ['bot', 'agent', 'executor', 'gateway', 'summarizer', 'scheduler', 'console'] as const

const LATEST_TURNS = 20
const DAY_MS = 24 * 3_600_000

export async function readOverview(ports: OverviewPorts, at: Date, dayBegan: Date): Promise<Overview> {
  const unreadable: string[] = []
  const part = async <Value>(name: string, read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read()
    } catch {
      unreadable.push(name)
      return undefined
    }
  }
  const [services, queues, turns, usage, models, prompt] = await Promise.all([
    part('services', async () => serviceStates(await ports.instances())),
    part('queues', async () =>
      Object.entries(await ports.depths()).map(([name, depth]) => ({ name, depth })),
    ),
    part('turns', () => readTurns(ports, dayBegan)),
    part('usage', () => ports.usageSince(dayBegan)),
    part('models', () => ports.modelsSince(dayBegan)),
    part('prompts', () => ports.promptSince(new Date(at.getTime() - DAY_MS))),
  ])
  return { at, services, queues, turns, usage, models, prompt, unreadable }
}

async function readTurns(ports: OverviewPorts, dayBegan: Date) {
  const [byStatus, latest, waitingMessages] = await Promise.all([
    ports.turnsSince(dayBegan),
    ports.latestTurns(LATEST_TURNS),
    ports.waitingMessages(),
  ])
  return { byStatus, latest, waitingMessages }
}

export function serviceStates(instances: Instance[]): ServiceState[] {
  const unnamed = instances
    .map(({ service }) => service)
    .filter((name) => !SERVICES.some((known) => known === name))
  return [...SERVICES, ...new Set(unnamed)].map((name) => {
    const its = instances.filter(({ service }) => service === name)
    const state = its.length === 0 ? 'down' : its.every(({ healthy }) => healthy) ? 'up' : 'unwell'
    return { name, instances: its, state }
  })
}

/** What an operator should look at, in plain words; empty when all is well. */
export function concerns({ services = [], queues = [], turns, unreadable }: Overview): string[] {
  return [
    ...unreadable.map((name) => `The ${name} cannot be read.`),
    ...services.filter(({ state }) => state === 'down').map(({ name }) => `${name} is not running.`),
    ...services.filter(({ state }) => state === 'unwell').map(({ name }) => `${name} is not well.`),
    ...queues
      .filter(({ depth }) => depth.failed > 0)
      .map(
        ({ name, depth }) => `${depth.failed} failed ${depth.failed === 1 ? 'job' : 'jobs'} in “${name}”.`,
      ),
    ...(turns && (turns.byStatus['failed'] ?? 0) > 0
      ? [`${turns.byStatus['failed']} turns failed today.`]
      : []),
  ]
}
