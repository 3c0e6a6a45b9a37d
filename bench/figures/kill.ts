import { setTimeout as sleep } from 'node:timers/promises'
import { uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'
import type { Tally } from '../lib/tally.ts'

const waiting = people.slice(10, 20)
const patienceMs = 90_000

/**
 * `kill -9` of every process of ours, Redis too, while ten people wait: once while the model thinks, once while answers
 * are being delivered. The engine starts the containers again; the clock runs from the kill to the last answer.
 */
export async function kill(stack: Stack, tally: Tally): Promise<void> {
  const { standIns } = stack
  const first = await killed(stack, async (texts) => {
    await standIns.call('POST', '/gemini', { firstDelayMs: 3_000 })
    await standIns.send(waiting.map((userId, index) => ({ userId, text: texts[index]! })))
    while ((await standIns.modelCalls()).length < waiting.length) await sleep(20)
    await standIns.answerAtOnce()
  })
  const second = await killed(stack, async (texts) => {
    await standIns.send(waiting.map((userId, index) => ({ userId, text: texts[index]! })))
    while ((await standIns.latency()).answered < 2) await sleep(2)
  })
  tally.add('kill-lost', 'answers', first.lost + second.lost)
  tally.add('kill-seconds', 's', Math.max(first.seconds, second.seconds))
  tally.add('kill-said-twice', 'answers', first.repeated + second.repeated)
}

async function killed(stack: Stack, until: (texts: string[]) => Promise<void>) {
  const { standIns } = stack
  const texts = waiting.map(uniqueText)
  await standIns.forget()
  await until(texts)
  const killedMs = performance.now()
  await stack.killAll()
  await Promise.all(
    waiting.map((userId, index) =>
      standIns
        .waitFor(userId, `${texts[index]}\\b`, patienceMs)
        .catch(() => console.error(`    lost: ${texts[index]}`)),
    ),
  )
  const seconds = (performance.now() - killedMs) / 1_000
  // A repeat would come now.
  await sleep(3_000)
  const { unanswered, repeated } = await standIns.latency()
  return { lost: unanswered, repeated, seconds }
}
