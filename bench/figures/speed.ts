import type { Figure } from '../lib/figure.ts'
import { burst, closedLoop, oneByOne, type Share } from '../lib/load.ts'
import { withEchoBot } from '../lib/echo-bot.ts'
import type { Stack } from '../lib/stack.ts'
import type { StandIns } from '../lib/stand-ins.ts'

interface Speeds {
  quiet: Share[]
  crowd: Share[]
  atOnce: Share[]
}

/** What a turn costs us, alone and in a crowd, beside the least any bot would cost on the same machine in the same run. */
export async function speedFigures(stack: Stack, runs: number): Promise<Figure[]> {
  const ours = await measure(stack.standIns, runs)
  const echo = await withEchoBot(stack, () => measure(stack.standIns, runs))
  const of = (speeds: Speeds) => ({
    p50: speeds.quiet.map(({ latency }) => latency.p50),
    p95: speeds.quiet.map(({ latency }) => latency.p95),
    p99: speeds.quiet.map(({ latency }) => latency.p99),
    crowd: speeds.crowd.map(({ perSecond }) => perSecond),
    atOnce: speeds.atOnce.map(({ seconds }) => seconds),
  })
  const [mine, base] = [of(ours), of(echo)]
  const figure = (id: keyof typeof mine, name: string, unit: string, target: string): Figure => ({
    id: `turn-${id}`,
    name,
    unit,
    target,
    runs: mine[id],
    baseline: base[id],
  })
  return [
    figure('p50', 'own overhead of a turn, p50', 'ms', '≤ 15'),
    figure('p95', 'own overhead of a turn, p95', 'ms', '≤ 25'),
    figure('p99', 'own overhead of a turn, p99', 'ms', '≤ 50'),
    figure('crowd', '20 people × 10 messages, each waits for its answer', 'turns/s', '≥ 100'),
    figure('atOnce', '50 people × 10 at once: 500 of 500, in order, none twice', 's', '≤ 6'),
  ]
}

async function measure(standIns: StandIns, runs: number): Promise<Speeds> {
  const speeds: Speeds = { quiet: [], crowd: [], atOnce: [] }
  await closedLoop(standIns, 20, 10) // Warm, as a server is.
  for (let run = 0; run < runs; run++) {
    speeds.quiet.push(await oneByOne(standIns, 200))
    speeds.crowd.push(await closedLoop(standIns, 20, 10))
    speeds.atOnce.push(await burst(standIns, 50, 10))
  }
  return speeds
}
