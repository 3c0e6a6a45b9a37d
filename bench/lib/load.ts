import { people } from './stack.ts'
import type { Latency, StandIns } from './stand-ins.ts'

export interface Share {
  turns: number
  seconds: number
  perSecond: number
  latency: Latency
}

let counter = 0
/** A text that no other message has. */
export const uniqueText = () => `msg-${(counter++).toString(36)}x`

/** One message after the other, person by person in turn. */
export async function oneByOne(standIns: StandIns, turns: number): Promise<Share> {
  return measured(standIns, turns, async () => {
    for (let turn = 0; turn < turns; turn++) await standIns.turn(people[turn % 10]!, uniqueText())
  })
}

/** So many people at the same time, each of whom waits for an answer before writing again. */
export async function closedLoop(standIns: StandIns, crowd: number, each: number): Promise<Share> {
  return measured(standIns, crowd * each, () =>
    Promise.all(
      people.slice(0, crowd).map(async (userId) => {
        for (let turn = 0; turn < each; turn++) await standIns.turn(userId, uniqueText())
      }),
    ),
  )
}

/** Everybody writes everything at once. */
export async function burst(standIns: StandIns, crowd: number, each: number): Promise<Share> {
  const messages = Array.from({ length: each }, () =>
    people.slice(0, crowd).map((userId) => ({ userId, text: uniqueText() })),
  )
  return measured(standIns, crowd * each, async () => {
    await standIns.send(messages.flat())
    await Promise.all(
      messages.at(-1)!.map(({ userId, text }) => standIns.waitFor(userId, `${text}\\b`, 120_000)),
    )
  })
}

async function measured(standIns: StandIns, turns: number, work: () => Promise<unknown>): Promise<Share> {
  await standIns.forget()
  await work()
  const latency = await standIns.latency()
  assertWhole(latency, turns)
  const seconds = (latency.lastMs - latency.firstMs) / 1_000
  return { turns, seconds, perSecond: turns / seconds, latency }
}

/** A figure counts only where every message got one answer, in its order. */
export function assertWhole(latency: Latency, turns: number): void {
  const { updates, answered, repeated, outOfOrder } = latency
  if (updates === turns && answered === turns && repeated === 0 && outOfOrder === 0) return
  throw new Error(
    `of ${turns} messages ${updates} were heard, ${answered} answered, ${repeated} answered twice, ${outOfOrder} out of order`,
  )
}
