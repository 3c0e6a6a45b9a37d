import { setTimeout as sleep } from 'node:timers/promises'
import { closedLoop } from '../lib/load.ts'
import type { Stack } from '../lib/stack.ts'
import { sum } from '../lib/stats.ts'
import type { Tally } from '../lib/tally.ts'
import type { Extent } from './extent.ts'

/** After the first answer, before any load. */
export async function idleMemory(stack: Stack, tally: Tally, { restMs }: Extent): Promise<number> {
  await sleep(restMs)
  return read(stack, tally, 'memory-idle')
}

/** When `fill` turns have been answered and things are quiet again. */
export async function memoryAfter(
  stack: Stack,
  tally: Tally,
  { fill, restMs }: Extent,
  { idle, turns }: { idle: number; turns: number },
): Promise<void> {
  for (let done = turns; done < fill; done += 500) await closedLoop(stack.standIns, 50, 10)
  await sleep(restMs)
  const after = await read(stack, tally, 'memory-after-2000')
  tally.add('memory-growth', '%', (after / idle - 1) * 100)
}

async function read(stack: Stack, tally: Tally, figure: string): Promise<number> {
  const sizes = await stack.memory()
  const total = sum(sizes.values())
  tally.add(figure, 'MB', total)
  console.error(`      ${Array.from(sizes, ([name, size]) => `${name} ${size.toFixed(0)}`).join(', ')}`)
  return total
}
