import { burst, closedLoop, oneByOne } from '../lib/load.ts'
import type { Stack } from '../lib/stack.ts'
import type { Tally } from '../lib/tally.ts'
import type { Extent } from './extent.ts'

/** Own overhead and throughput of a warm stack. @returns how many turns that were. */
export async function speed(stack: Stack, tally: Tally, { turns }: Extent): Promise<number> {
  const { standIns } = stack
  await oneByOne(standIns, 100)
  const before = await stack.cpuSeconds()
  const { latency } = await oneByOne(standIns, turns)
  const between = await stack.cpuSeconds()
  tally.add('overhead-p50', 'ms', latency.p50)
  tally.add('overhead-p95', 'ms', latency.p95)
  tally.add('overhead-p99', 'ms', latency.p99)
  tally.add('closed-loop-20', 'turns/s', (await closedLoop(standIns, 20, 10)).perSecond)
  tally.add('burst-50x10', 's', (await burst(standIns, 50, 10)).seconds)
  tally.add('cpu-turn', 'ms', ((between - before) / turns) * 1_000)
  tally.add('cpu-turn-crowd', 'ms', (((await stack.cpuSeconds()) - between) / 700) * 1_000)
  return 100 + turns + 200 + 500
}
