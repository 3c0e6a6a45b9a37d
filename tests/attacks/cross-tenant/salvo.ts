import { eventually } from '../../e2e/support/eventually.ts'
import { control } from '../../e2e/support/telegram.ts'
import type { Attacker, Call, Press } from './attacker.ts'
import type { Victim } from './victim.ts'

/** Attacks that are made together. `strike` tells which of them failed to hold where it can tell them apart. */
export interface Salvo {
  titles: string[]
  strike(attacker: Attacker, victim: Victim): Promise<Failures | void>
}

/** What went wrong, by title. */
export type Failures = Map<string, string>

/** Cases of one kind. Each salvo may be made by another attacker, at the same time. */
export interface AttackClass {
  name: string
  salvos: Salvo[]
}

export interface CallCase {
  title: string
  /** One call, or several that belong together. */
  call(victim: Victim): Call | Call[]
}

/** As many cases as one turn takes, with the harmless calls between theirs. */
const casesOfTurn = 12

/**
 * Tool calls of the model on the attacker's turn, several turns of them.
 * @param more.first - calls of the same attacker before them. @param more.casesOfTurn - fewer, where cases are several calls.
 */
export function calls(
  cases: CallCase[],
  more: { words?: string; first?: (victim: Victim) => Call[]; casesOfTurn?: number } = {},
): Salvo[] {
  const turns = Math.ceil(cases.length / (more.casesOfTurn ?? casesOfTurn))
  return Array.from({ length: turns }, (_, turn) => {
    const these = cases.filter((_, index) => index % turns === turn)
    return {
      titles: these.map(({ title }) => title),
      async strike(attacker, victim) {
        if (more.first) await attacker.calls(more.first(victim))
        return callAll(these, attacker, victim, more.words)
      },
    }
  })
}

async function callAll(cases: CallCase[], attacker: Attacker, victim: Victim, words?: string) {
  const asked = cases.flatMap(({ title, call }) => [call(victim)].flat().map((made) => ({ title, made })))
  const results = await attacker.calls(
    asked.map(({ made }) => made),
    words,
  )
  const failures: Failures = new Map()
  for (const [index, { title }] of asked.entries()) {
    const told = victim.canaries.in(JSON.stringify(results[index]))
    if (told.length > 0) failures.set(title, `the model read ${told.join(', ')}`)
  }
  return failures
}

type TextCase = [title: string, text: (victim: Victim) => string]

/** Wishes in a person's own words, each a turn, one after the other. */
export function wishes(cases: TextCase[]): Salvo {
  return {
    titles: cases.map(([title]) => title),
    async strike(attacker, victim) {
      for (const [, text] of cases) await attacker.asks(`${attacker.mark()}: ${text(victim)}`, /./)
    },
  }
}

/** Commands, each sent after the answer to the one before. */
export function commands(cases: TextCase[]): Salvo {
  return {
    titles: cases.map(([title]) => title),
    async strike(attacker, victim) {
      for (const [, text] of cases) await attacker.asks(text(victim), /./)
    },
  }
}

/** Presses of buttons that the attacker was never shown. */
export function presses(cases: [title: string, press: (victim: Victim) => Press][]): Salvo {
  return {
    titles: cases.map(([title]) => title),
    async strike(attacker, victim) {
      // Who has never spoken to the bot has no message with buttons.
      await attacker.asks('/help', /./)
      for (const [, press] of cases) await attacker.presses(press(victim))
      await allTaken()
    },
  }
}

/** One attack by itself. */
export function one(title: string, strike: Salvo['strike']): Salvo {
  return { titles: [title], strike }
}

export async function allTaken(): Promise<void> {
  await eventually('the bot has taken every update', async () => {
    const { pending } = await control<{ pending: number }>('GET', 'telegram/updates')
    return pending === 0
  })
}
