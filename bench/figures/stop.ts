import { setTimeout as sleep } from 'node:timers/promises'
import { uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'
import { percentile } from '../lib/stats.ts'
import type { Tally } from '../lib/tally.ts'
import type { Extent } from './extent.ts'

/** Who keeps the stack busy meanwhile. */
const crowd = people.slice(20, 30)
/** Who stop, several at a time. */
const stoppers = people.slice(0, 4)

/**
 * From `/cancel` available at Telegram to “Stopped.” in the chat, while ten others talk without a pause: half of the
 * turns run a command that would take minutes, half are being written by the model.
 */
export async function stop(stack: Stack, tally: Tally, { stops }: Extent): Promise<void> {
  const { standIns } = stack
  await standIns.call('POST', '/gemini', { mode: 'instant', text: 'pong {text}' })
  const over = new AbortController()
  const talk = Promise.all(crowd.map((userId) => talkUntil(stack, userId, over.signal)))
  const took: number[] = []
  for (let round = 0; round < stops; round += stoppers.length) {
    took.push(
      ...(await Promise.all(stoppers.map((userId, index) => stopOne(stack, userId, index % 2 === 0)))),
    )
  }
  over.abort()
  await talk
  tally.add('stop-p50', 'ms', percentile(took, 50))
  tally.add('stop-p95', 'ms', percentile(took, 95))
}

async function talkUntil({ standIns }: Stack, userId: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await standIns.turn(userId, uniqueText())
}

/** @returns milliseconds until the chat says that it stopped and, where a command ran, its container is dead. */
async function stopOne(stack: Stack, userId: number, runs: boolean): Promise<number> {
  const { standIns } = stack
  const text = uniqueText()
  const endless = runs
    ? { calls: [{ name: 'run_shell', args: { cmd: `echo ${text}; sleep 120` } }] }
    : { chunks: Array.from({ length: 400 }, () => 'word '), delayMs: 250 }
  await standIns.script(`${text}\\b`, [endless])
  await standIns.send([{ userId, text }])
  if (runs) while (!(await stack.runsFor(userId))) await sleep(50)
  await sleep(700)
  const startedMs = performance.now()
  const after = await standIns.sendOne(userId, '/cancel')
  await standIns.waitFor(userId, 'Stopped\\.', 30_000, after)
  while (await stack.runsFor(userId)) await sleep(20)
  return performance.now() - startedMs
}
