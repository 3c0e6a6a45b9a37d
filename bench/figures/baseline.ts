import path from 'node:path'
import { megabytes, runScript } from '../lib/engine.ts'
import { burst, closedLoop, oneByOne } from '../lib/load.ts'
import type { Stack } from '../lib/stack.ts'
import { sum } from '../lib/stats.ts'
import type { Tally } from '../lib/tally.ts'
import type { Extent } from './extent.ts'

const script = path.join(import.meta.dirname, '../baseline/echo-bot.ts')

/**
 * The same outside calls by one bare loop in a container, while ours are away: it polls, asks the model, answers. What
 * it needs, this machine and the stand-ins need; what we need beyond it is ours.
 */
export async function baseline(stack: Stack, tally: Tally, { turns }: Extent): Promise<void> {
  const { standIns } = stack
  await standIns.reset()
  const startedMs = performance.now()
  const first = standIns.turn(2_001, 'first-of-the-baseline')
  await using echo = await runScript(`${stack.project}-echo`, `${stack.project}_inside`, script)
  await first
  tally.addBaseline('start', 's', (performance.now() - startedMs) / 1_000)
  await oneByOne(standIns, 50)
  const { latency } = await oneByOne(standIns, turns)
  tally.addBaseline('overhead-p50', 'ms', latency.p50)
  tally.addBaseline('overhead-p95', 'ms', latency.p95)
  tally.addBaseline('overhead-p99', 'ms', latency.p99)
  tally.addBaseline('closed-loop-20', 'turns/s', (await closedLoop(standIns, 20, 10)).perSecond)
  tally.addBaseline('burst-50x10', 's', (await burst(standIns, 50, 10)).seconds)
  tally.addBaseline('memory-idle', 'MB', sum((await megabytes(new Map([['echo', echo.id]]))).values()))
}
