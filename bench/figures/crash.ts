import { setTimeout as sleep } from 'node:timers/promises'
import type { Figure } from '../lib/figure.ts'
import { uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'

const waiting = 10

/** Every process of ours is killed with ten people waiting; the engine starts them again. */
export async function crashFigures(stack: Stack, runs: number): Promise<Figure[]> {
  const lost: number[] = []
  const seconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const outcome = await killWithPeopleWaiting(stack)
    lost.push(outcome.lost)
    seconds.push(outcome.seconds)
  }
  return [
    {
      id: 'crash-lost',
      name: `kill -9 of all with ${waiting} people waiting: lost`,
      unit: 'answers',
      target: '0',
      runs: lost,
    },
    { id: 'crash-recovery', name: 'kill → all answered', unit: 's', target: '≤ 20', runs: seconds },
  ]
}

async function killWithPeopleWaiting(stack: Stack): Promise<{ lost: number; seconds: number }> {
  const { standIns } = stack
  // Slow enough that the kill finds every turn under way.
  await standIns.call('POST', '/gemini', { mode: 'instant', text: 'pong {text}', firstDelayMs: 1_000 })
  const messages = people.slice(0, waiting).map((userId) => ({ userId, text: uniqueText() }))
  await standIns.send(messages)
  await sleep(300)
  await stack.killAll()
  const from = performance.now()
  const answers = await Promise.allSettled(
    messages.map(({ userId, text }) => standIns.waitFor(userId, `pong ${text}\\b`, 90_000)),
  )
  const seconds = (performance.now() - from) / 1_000
  await standIns.answerAtOnce()
  await stack.healthy()
  return { lost: answers.filter(({ status }) => status === 'rejected').length, seconds }
}
