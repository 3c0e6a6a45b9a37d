import { percentile } from '../../../bench/lib/stats.ts'
import type { Tally } from '../../../bench/lib/tally.ts'
import { job, mustBe, order, signals, timed } from './orders.ts'
import type { World } from './world.ts'

/** A sandbox waits; the command comes: from its order, or its job, to the result. */
export async function prepared({ sandbox, service }: World, tally: Tally, count: number): Promise<void> {
  const core = async (script: string, output: string) => {
    mustBe('prepared', await sandbox.prepare(1), true)
    const one = order(1, script)
    const [ms, end] = await timed(() => sandbox.run(one, signals))
    mustBe('output', end.stdout, output)
    await sandbox.release(one.runId)
    return ms
  }
  const queue = async () => {
    mustBe('prepared', await service.prepare(2), true)
    const [ms, result] = await timed(() => service.run(job(2, 'echo hi')))
    mustBe('output', result.stdout, 'hi\n')
    return ms
  }
  both(tally, 'sandbox-prepared', await times(count, () => core('echo hi', 'hi\n')))
  both(tally, 'sandbox-queue', await times(count, queue))
  both(tally, 'sandbox-python', await times(count, () => core('python3 -c "print(1)"', '1\n')))
  const megabyte = await times(count, () => core('head -c 1048576 /dev/zero | tr "\\0" a; exit 3', kept))
  both(tally, 'sandbox-1mb', megabyte)
}

/** What is kept of a megabyte of one letter: three quarters of 64 KiB from its beginning, the rest from its end. */
const kept = `${'a'.repeat(49_152)}\n[… ${1_048_576 - 65_536} bytes left out …]\n${'a'.repeat(16_384)}`

export function both(tally: Tally, id: string, values: number[]): void {
  tally.add(`${id}-p50`, 'ms', percentile(values, 50))
  tally.add(`${id}-p95`, 'ms', percentile(values, 95))
}

/** One after the other; the first two warm up. */
export async function times(count: number, act: () => Promise<number>): Promise<number[]> {
  const values: number[] = []
  for (let at = -2; at < count; at++) {
    const ms = await act()
    if (at >= 0) values.push(ms)
  }
  return values
}
