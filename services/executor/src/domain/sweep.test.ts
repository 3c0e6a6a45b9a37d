import { sweep, type Leftover, type SweepPorts } from './sweep.ts'

const now = new Date('2026-01-01T12:00:00Z')
const container = (runId: string, ageSeconds: number): Leftover => ({
  containerId: `c-${runId}`,
  runId,
  createdAt: new Date(now.getTime() - ageSeconds * 1_000),
})

describe('removing sandboxes that nobody waits for (F-BOX 4)', () => {
  test('one awaited, one orphan, one just made: only the orphan goes', async () => {
    const removed: string[] = []
    const ports: SweepPorts = {
      containers: {
        list: async () => [container('awaited', 600), container('orphan', 600), container('young', 3)],
        remove: async (id) => void removed.push(id),
      },
      runs: { isAwaited: async (runId) => runId === 'awaited' },
      clock: { now: () => now },
    }

    expect(await sweep(ports)).toBe(1)
    expect(removed).toEqual(['c-orphan'])
  })
})
