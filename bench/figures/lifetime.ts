import { setTimeout as sleep } from 'node:timers/promises'
import type { Figure } from '../lib/figure.ts'
import { closedLoop, uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'

/** Until what a start took has been given back. */
const settleMs = 12_000

/** From `docker compose up` with images built to the first answer; what all our containers hold then, and after load. */
export async function lifetimeFigures(stack: Stack, runs: number, turns: number): Promise<Figure[]> {
  const starts: number[] = []
  const idle: number[] = []
  const loaded: number[] = []
  for (let run = 0; run < runs; run++) {
    await stack.remove()
    starts.push(await secondsToFirstAnswer(stack))
    await sleep(settleMs)
    idle.push(await megabytes(stack))
    await closedLoop(stack.standIns, 20, Math.ceil(turns / 20))
    await sleep(settleMs)
    loaded.push(await megabytes(stack))
  }
  const growth = loaded.map((after, run) => (after / idle[run]! - 1) * 100)
  return [
    { id: 'start', name: 'start → first answer', unit: 's', target: '≤ 8', runs: starts },
    {
      id: 'memory-idle',
      name: 'memory of all our containers, idle',
      unit: 'MB',
      target: '≤ 450',
      runs: idle,
    },
    { id: 'memory-loaded', name: `the same after ${turns} turns`, unit: 'MB', runs: loaded },
    { id: 'memory-growth', name: 'growth by them', unit: '%', target: '≤ 10', runs: growth },
  ]
}

/** The message waits at Telegram already, as after a reboot. */
async function secondsToFirstAnswer(stack: Stack): Promise<number> {
  const text = uniqueText()
  await stack.standIns.send([{ userId: people[0]!, text }])
  const from = performance.now()
  const answered = stack.standIns.waitFor(people[0]!, `pong ${text}\\b`, 120_000)
  await stack.up()
  await answered
  return (performance.now() - from) / 1_000
}

async function megabytes(stack: Stack): Promise<number> {
  return [...(await stack.memory()).values()].reduce((total, size) => total + size, 0)
}
