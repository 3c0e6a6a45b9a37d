import { assertWhole, oneByOne, uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'
import type { Tally } from '../lib/tally.ts'
import type { Extent } from './extent.ts'

/** Turns in which the model asks for one command. Each gets a container of its own, made when it is asked for. */
export async function commands(stack: Stack, tally: Tally, { commands: count }: Extent): Promise<void> {
  const { standIns } = stack
  const plain = (await oneByOne(standIns, 50)).latency.p50
  await commandTurns(stack, 2)
  await standIns.forget()
  await commandTurns(stack, count)
  const latency = await standIns.latency()
  assertWhole(latency, count)
  tally.add('tool-turn-p50', 'ms', latency.p50)
  tally.add('tool-turn-p95', 'ms', latency.p95)
  // A second question to the model belongs to such a turn and costs less than a plain turn.
  tally.add('tool-turn-share', '%', (1 - (2 * plain) / latency.p50) * 100)
}

async function commandTurns({ standIns }: Stack, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    const text = uniqueText()
    const call = { name: 'run_shell', args: { cmd: `echo "$(id -u) says ${text}"` } }
    await standIns.script(`${text}\\b`, [{ calls: [call] }, { text: `It said ${text} .` }])
    await standIns.turn(people[turn % 10]!, text, `It said ${text} `)
  }
}
