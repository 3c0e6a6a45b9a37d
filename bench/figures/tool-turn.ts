import type { Figure } from '../lib/figure.ts'
import { uniqueText } from '../lib/load.ts'
import { people, type Stack } from '../lib/stack.ts'

/** A turn with one command: two model calls and a container that is made, used and removed for it. */
export async function toolTurnFigures(stack: Stack, runs: number, turns: number): Promise<Figure[]> {
  const { standIns } = stack
  await standIns.call('POST', '/gemini', { mode: 'rehearsal', chunkDelayMs: 0, firstDelayMs: 0 })
  const p50: number[] = []
  const p95: number[] = []
  for (let run = 0; run < runs; run++) {
    await standIns.forget()
    for (let turn = 0; turn < turns; turn++) {
      const word = uniqueText()
      await standIns.turn(people[turn % 5]!, `run: echo ${word}`, `I ran.*${word}`)
    }
    const latency = await standIns.latency('fifo')
    p50.push(latency.p50)
    p95.push(latency.p95)
  }
  await standIns.answerAtOnce()
  return [
    { id: 'tool-turn-p50', name: 'turn with one command in a fresh container, p50', unit: 'ms', runs: p50 },
    { id: 'tool-turn-p95', name: 'turn with one command in a fresh container, p95', unit: 'ms', runs: p95 },
  ]
}
