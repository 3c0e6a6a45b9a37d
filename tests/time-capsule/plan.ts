import { inventFacts, type Fact } from './facts.ts'
import type { Random } from '../support/random.ts'
import { smallTalk, type SmallTalk } from './small-talk.ts'

/** How much is planted and said. */
export interface Extent {
  /** Facts that stand; each is asked once, so that no question profits from an answer to another. */
  facts: number
  /** Facts that are corrected later. */
  changed: number
  /** Facts that are forgotten by /forget. */
  deleted: number
  /** Facts that only others have told. */
  foreign: number
  /** Exchanges of the person who is asked about, questions and facts among them. */
  exchanges: number
  /** People write on every so many days. */
  everyDays: number
}

export const days = 180
export const ages = [1, 7, 30, 180] as const
export type Group = 'same words' | 'paraphrased' | 'changed' | 'deleted' | 'foreign'

export interface Question {
  group: Group
  /** Days since the fact was told, or told anew. */
  age: number
  text: string
  /** Undefined where there is nothing to be found. */
  value: string | undefined
  /** What it was before. */
  formerly: string | undefined
}

/** One thing that somebody does on a day. */
export type Deed =
  | { kind: 'say'; talk: SmallTalk }
  | { kind: 'ask'; question: Question }
  /** With the values that must not come up from then on. */
  | { kind: 'forget'; words: string; value: string }

export interface Plan {
  /** By day, then by person; in the order in which they do it. */
  days: Map<number, Map<number, Deed[]>>
  /** What each of them told, which is nobody else's business. */
  values: Map<number, string[]>
}

/** What a model says to a fact. */
const acknowledgements = ['Noted.', 'Good to know.', 'All right, thank you for telling me.', 'I see.']
const changedAfter = 14
const deletedAfter = 3
/** Facts that are to be asked about after half a year are told in the first days. */
const firstDays = 5

/** Plans what everybody says. @param people - the first one is asked about; the others tell their own. */
export function planLives(people: number[], extent: Extent, random: Random): Plan {
  return new Planner(people, extent, random).plan()
}

class Planner {
  readonly #people: number[]
  readonly #extent: Extent
  readonly #random: Random
  readonly #days = new Map<number, Map<number, Deed[]>>()
  readonly #values: Map<number, string[]>

  constructor(people: number[], extent: Extent, random: Random) {
    this.#people = people
    this.#extent = extent
    this.#random = random
    this.#values = new Map(people.map((person) => [person, []]))
  }

  plan(): Plan {
    const { facts, changed, deleted, foreign } = this.#extent
    const [own] = this.#people as [number]
    const all = inventFacts(facts + changed + deleted + foreign, this.#random)
    const take = (count: number) => all.splice(0, count)
    for (const [index, fact] of take(facts).entries()) this.#standing(own, fact, index)
    for (const [index, fact] of take(changed).entries()) this.#changing(own, fact, index)
    for (const fact of take(deleted)) this.#deleted(own, fact)
    for (const [index, fact] of take(foreign).entries()) this.#foreign(own, fact, index)
    this.#talk(own)
    for (const lives of this.#days.values()) {
      for (const [person, deeds] of lives) lives.set(person, this.#random.shuffled(deeds))
    }
    return { days: new Map([...this.#days].toSorted(([one], [other]) => one - other)), values: this.#values }
  }

  /** Told once and asked once; every third one somebody else has told otherwise. */
  #standing(own: number, fact: Fact, index: number): void {
    const age = ages[index % ages.length]!
    const isSame = Math.floor(index / ages.length) % 2 === 0
    const day = this.#dayFor(age)
    this.#tell(own, day, fact)
    if (index % 3 === 0) this.#tell(this.#other(index), this.#dayFor(0), fact.changed(this.#random))
    const group = isSame ? 'same words' : 'paraphrased'
    const text = isSame ? fact.sameWords : fact.paraphrase
    this.#ask(own, day + age, { group, age, text, value: fact.value, formerly: undefined })
  }

  #changing(own: number, fact: Fact, index: number): void {
    const age = [1, 7, 30][index % 3]!
    const changed = fact.changed(this.#random)
    const day = this.#dayFor(changedAfter + age)
    this.#tell(own, day, fact)
    this.#tell(own, day + changedAfter, changed)
    const text = index % 2 === 0 ? fact.sameWords : fact.paraphrase
    const question = { group: 'changed' as const, age, text, value: changed.value, formerly: fact.value }
    this.#ask(own, day + changedAfter + age, question)
  }

  #deleted(own: number, fact: Fact): void {
    const day = this.#dayFor(deletedAfter + 31)
    this.#tell(own, day, fact)
    this.#do(own, day + deletedAfter, { kind: 'forget', words: fact.value, value: fact.value })
    for (const age of [1, 30]) this.#askInVain(own, day + deletedAfter + age, fact, 'deleted', age)
  }

  #foreign(own: number, fact: Fact, index: number): void {
    const day = this.#dayFor(7)
    this.#tell(this.#other(index), day, fact)
    this.#askInVain(own, day + 7, fact, 'foreign', 7)
  }

  #askInVain(own: number, day: number, fact: Fact, group: Group, age: number): void {
    this.#ask(own, day, { group, age, text: fact.sameWords, value: undefined, formerly: undefined })
  }

  /** The rest of the exchanges, spread over the days on which something happens anyway. */
  #talk(own: number): void {
    const active = [...this.#days.keys()]
    const had = [...this.#days.values()].reduce((sum, lives) => sum + (lives.get(own)?.length ?? 0), 0)
    for (let number = had; number < this.#extent.exchanges; number++) {
      this.#say(own, this.#random.pick(active), smallTalk(number, this.#random))
      // Others write, too, but less.
      if (number % 10 === 0)
        this.#say(this.#other(number), this.#random.pick(active), smallTalk(number, this.#random))
    }
  }

  /** A day after which so many days are left. */
  #dayFor(left: number): number {
    const { everyDays } = this.#extent
    const last = Math.max(days - left, 0)
    if (last < firstDays) return this.#random.whole(0, Math.ceil(firstDays / everyDays) - 1) * everyDays
    return this.#random.whole(0, Math.floor(last / everyDays)) * everyDays
  }

  #other(index: number): number {
    const others = this.#people.slice(1)
    return others[index % others.length]!
  }

  #tell(person: number, day: number, { value, statement }: { value: string; statement: string }): void {
    this.#values.get(person)!.push(value)
    this.#say(person, day, { text: statement, reply: this.#random.pick(acknowledgements) })
  }

  #say(person: number, day: number, talk: SmallTalk): void {
    this.#do(person, day, { kind: 'say', talk })
  }

  #ask(person: number, day: number, question: Question): void {
    this.#do(person, day, { kind: 'ask', question })
  }

  #do(person: number, day: number, deed: Deed): void {
    const lives = this.#days.get(day) ?? new Map<number, Deed[]>()
    this.#days.set(day, lives)
    lives.set(person, [...(lives.get(person) ?? []), deed])
  }
}
