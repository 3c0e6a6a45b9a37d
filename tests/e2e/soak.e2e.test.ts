import { setTimeout as pause } from 'node:timers/promises'
import { everyServiceHealthy, killService, services } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { Random } from '../support/random.ts'
import { useStack } from './support/stack.ts'
import { peopleFrom, textsOf, type Person } from './support/telegram.ts'

const seed = Number(process.env['SOAK_SEED'] ?? 20_261_121)
const kills = Number(process.env['SOAK_KILLS'] ?? 100)
const people = 20
/** 300 turns in all, 100 of which set a reminder. */
const turnsOfEach = ['reminder', 'reminder', 'reminder', 'reminder', 'reminder', 'talk', 'talk', 'talk', 'talk',
  'command', 'command', 'command', 'approval', 'approval', 'approval'] as const // prettier-ignore
type Kind = (typeof turnsOfEach)[number]

/** Several services may be away one after the other, each for as long as Docker waits before it starts it again: 60 s. */
const patience = { timeoutMs: 300_000 }

describe('a service dies at every moment', () => {
  useStack()
  const newPerson = peopleFrom(1_200)

  test(`kill -9 at ${kills} random moments of 300 turns (seed ${seed}) → all answered, tools ran once, 100 of 100 reminders (F-CHAT 8, F-TIME)`, async () => {
    const random = new Random(seed)
    const crowd = Array.from({ length: people }, () => new Talker(newPerson(), random))
    const talking = Promise.all(crowd.map((talker) => talker.talk()))
    const killing = killAtRandom(random)

    await Promise.all([talking, killing])
    await everyServiceHealthy()
    for (const talker of crowd) await talker.hearsAllReminders()

    for (const talker of crowd) await talker.checks()
    const everybody = crowd.map(({ id }) => id).join()
    const unfinished = `select id from Turn where userId in (${everybody}) and status in ('running', 'parked')`
    expect(await rows(unfinished)).toEqual([])
  }, 1_200_000)
})

async function killAtRandom(random: Random): Promise<void> {
  for (let killed = 0; killed < kills;) {
    await pause(random.whole(100, 900))
    // One that is down since the last time counts for nothing.
    if (await killService(random.pick(services))) killed++
  }
}

/** Somebody who writes, waits for the answer, thinks for a while and writes again. */
class Talker {
  readonly #person: Person
  readonly #random: Random
  readonly #plan: { kind: Kind; word: string }[]

  constructor(person: Person, random: Random) {
    this.#person = person
    this.#random = random
    this.#plan = random
      .shuffled(turnsOfEach)
      .map((kind, index) => ({ kind, word: `${kind}-${person.id}-${index}` }))
  }

  get id(): number {
    return this.#person.id
  }

  async talk(): Promise<void> {
    for (const { kind, word } of this.#plan) {
      await pause(this.#random.whole(0, 3_000))
      await this.#turns[kind](word)
    }
  }

  readonly #turns: Record<Kind, (word: string) => Promise<unknown>> = {
    talk: (word) => this.#asks(word, new RegExp(`You said.*${word}\\b`)),
    command: (word) =>
      this.#asks(`run: echo ${word} >> files/ran.txt; echo ${word}`, new RegExp(`I ran.*${word}\\b`)),
    reminder: (word) => this.#asks(`remind me in 30 seconds to ${word}`, new RegExp(`${word}\\b`)),
    approval: async (word) => {
      const command = `rm -f files/none; echo ${word} >> files/ran.txt; echo ${word}`
      const asked = await this.#person.says(`run: ${command}`)
      const card = await this.#person.hears(new RegExp(`${word}\\b`), { after: asked, ...patience })
      await this.#person.presses('✅ Approve', card.message_id)
      return this.#person.hears(new RegExp(`I ran.*${word}\\b`), { after: card.message_id, ...patience })
    },
  }

  async #asks(text: string, answer: RegExp): Promise<void> {
    await this.#person.hears(answer, { after: await this.#person.says(text), ...patience })
  }

  async hearsAllReminders(): Promise<void> {
    for (const word of this.#wordsOf('reminder')) {
      await this.#person.hears(new RegExp(`⏰ ${word}\\b`), patience)
    }
  }

  async checks(): Promise<void> {
    const ran = [...this.#wordsOf('command'), ...this.#wordsOf('approval')]
    const lines = (await fileOf(this.#person.id, 'files/ran.txt')).trim().split('\n')
    expect(lines.toSorted()).toEqual(ran.toSorted())
    const heard = textsOf(await this.#person.heard())
    for (const { kind, word } of this.#plan) {
      const about = heard.filter((text) => openings[kind].test(text) && new RegExp(`${word}\\b`).test(text))
      // One whose sending was cut off may have arrived or not: it comes again, and says so.
      const plain = about.filter((text) => !text.includes('possibly repeated'))
      const isRight = about.length > 0 && plain.length <= 1
      expect({ word, about, isRight }).toMatchObject({ isRight: true })
    }
  }

  #wordsOf(kind: Kind): string[] {
    return this.#plan.filter((turn) => turn.kind === kind).map(({ word }) => word)
  }
}

/** How the message begins that must be there exactly once. */
const openings: Record<Kind, RegExp> = {
  talk: /You said/,
  command: /I ran/,
  approval: /I ran/,
  // The echo, when it was set, says more before the word.
  reminder: /⏰ reminder-/,
}
