import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from '../../../bench/lib/run.ts'
import { percentile } from '../../../bench/lib/stats.ts'
import type { Tally } from '../../../bench/lib/tally.ts'
import { job, mustBe, order, signals, timed } from './orders.ts'
import { times } from './prepared.ts'
import type { World } from './world.ts'

/** A command that will not end, with children that hear no signal: from its deadline to nothing of it being alive. */
export async function deadlines({ sandbox }: World, tally: Tally, count: number): Promise<void> {
  const stubborn = `trap '' TERM INT HUP; for i in 1 2 3 4 5 6 7 8; do setsid sleep 300 & done; while :; do :; done`
  const late = await times(count, async () => {
    const one = order(5, stubborn, 1)
    const end = await sandbox.run(one, signals)
    mustBe('how it ended', end.stoppedReason, 'timeout')
    await sandbox.release(one.runId)
    return end.durationMs - 1_000
  })
  tally.add('sandbox-deadline-p50', 'ms', percentile(late, 50))
  tally.add('sandbox-deadline-max', 'ms', percentile(late, 100))
}

/** Many commands of many kinds, eight at a time; then what is left of them. */
export async function wear(world: World, tally: Tally, count: number): Promise<void> {
  const warm = Math.min(100, count / 2)
  await mixed(world, warm)
  const before = await leftovers(world)
  const [ms] = await timed(() => mixed(world, count - warm))
  // Prepared ones that nobody took live for 45 s.
  for (let tries = 0; (await leftovers(world)).containers > 0 && tries < 70; tries++) await sleep(1_000)
  const after = await leftovers(world)
  tally.add('sandbox-mixed-throughput', 'commands/s', ((count - warm) / ms) * 1_000)
  for (const kind of ['containers', 'processes', 'mounts', 'volumes', 'descriptors'] as const) {
    const kept = kind === 'containers' ? after.containers : after[kind] - before[kind]
    tally.add(`sandbox-left-${kind}`, '', Math.max(0, kept))
  }
  tally.add('executor-memory-growth', 'MB', after.megabytes - before.megabytes)
}

const kinds: [script: string, timeoutSeconds: number | undefined, reason: string][] = [
  ['echo hi', undefined, 'exit'],
  ['exit 7', undefined, 'exit'],
  ['(setsid sleep 300 &); echo left a daemon', undefined, 'exit'],
  ['head -c 200000 /dev/zero | tr "\\0" x', undefined, 'exit'],
  ['echo x > "f-$RANDOM"; ls | wc -l; rm -f f-*', undefined, 'exit'],
  ['python3 -c "print(sum(range(10**5)))"', undefined, 'exit'],
  ['kill -9 $$', undefined, 'killed'],
  ['yes', undefined, 'output_limit'],
  ['sleep 300', 1, 'timeout'],
]

async function mixed({ service }: World, count: number): Promise<void> {
  let next = 0
  const person = async (userId: number) => {
    while (next < count) {
      const turn = next++
      // The dear kinds are rare.
      const [script, timeoutSeconds, reason] = kinds[turn % 20 < kinds.length ? turn % 20 : turn % 7]!
      if (turn % 2) void service.prepare(userId)
      mustBe(script, (await service.run(job(userId, script, timeoutSeconds))).stoppedReason, reason)
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, index) => person(20 + index)))
}

async function leftovers({ engine, settings, service }: World) {
  const [containers, mounts, volumes, descriptors, status, shims] = await Promise.all([
    engine.list(settings.owner),
    readFile('/proc/mounts', 'utf8'),
    run('docker', ['volume', 'ls', '-q']),
    readdir(`/proc/${service.pid}/fd`),
    readFile(`/proc/${service.pid}/status`, 'utf8'),
    run('ps', ['-eo', 'comm=']),
  ])
  return {
    containers: containers.length,
    mounts: mounts.split('\n').length,
    volumes: volumes.split('\n').length,
    descriptors: descriptors.length,
    processes: shims.split('\n').filter((name) => /containerd-shim|sandbox-runner/.test(name)).length,
    megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1e3,
  }
}
