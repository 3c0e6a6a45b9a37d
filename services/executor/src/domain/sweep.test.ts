import { sweep, type Leftover, type SweepPorts } from './sweep.ts'

const now = new Date('2026-01-01T12:00:00Z')
const container = (name: string, ageSeconds: number, isRunning = true): Leftover => ({
  containerId: `c-${name}`,
  name,
  userId: 42,
  isRunning,
  createdAt: new Date(now.getTime() - ageSeconds * 1_000),
})

async function swept(...list: Leftover[]): Promise<string[]> {
  const removed: string[] = []
  const ports: SweepPorts = {
    containers: { list: async () => list, remove: async (id) => void removed.push(id) },
    runs: { isAwaited: async (runId) => runId === 'awaited' },
    runIdOf: (name) => name.split('run-')[1],
    clock: { now: () => now },
  }
  expect(await sweep(ports)).toBe(removed.length)
  return removed
}

describe('removing sandboxes that nobody waits for (F-BOX 4)', () => {
  test('of runs: one awaited, one orphan, one just made: only the orphan goes', async () => {
    const list = [container('run-awaited', 600), container('run-orphan', 600), container('run-young', 3)]

    expect(await swept(...list)).toEqual(['run-orphan'])
  })

  test('prepared: what an executor may still hold stays; what has ended, and what nobody can hold any more, goes', async () => {
    const list = [container('waits', 60), container('over', 60, false), container('forgotten', 700)]

    expect(await swept(...list)).toEqual(['over', 'forgotten'])
  })

  test('given to a run after the sweep had listed it: the run goes on', async () => {
    const all = new Map([['c1', { ...container('ready-1', 60, false), containerId: 'c1' }]])
    const removed: string[] = []
    const ports: SweepPorts = {
      containers: {
        async list() {
          const listed = structuredClone([...all.values()])
          all.get('c1')!.name = 'run-awaited'
          return listed
        },
        async remove(idOrName) {
          const isIt = all.has(idOrName) || [...all.values()].some(({ name }) => name === idOrName)
          if (isIt) removed.push(idOrName)
        },
      },
      runs: { isAwaited: async () => true },
      runIdOf: (name) => name.split('run-')[1],
      clock: { now: () => now },
    }

    await sweep(ports)

    expect(removed).toEqual([])
  })
})
