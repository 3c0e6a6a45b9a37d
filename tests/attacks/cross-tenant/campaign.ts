import { setTimeout as pause } from 'node:timers/promises'
import { rows } from '../../e2e/support/stored.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import type { Person } from '../../e2e/support/telegram.ts'
import { Attacker } from './attacker.ts'
import type { AttackClass, Failures, Salvo } from './salvo.ts'
import type { Victim } from './victim.ts'
import { bytesSent, Watch, type Guarded, type Leak } from './watch.ts'

/** How a case ended: empty is held, else what went wrong. */
export type Verdicts = Map<string, string>

export interface Outcome {
  verdicts: Verdicts
  /** Leaks that no attack accounts for. */
  strays: Leak[]
}

const notMade = 'it could not be made: '

/** What was seen of the other's. */
export function leaksOf({ verdicts, strays }: Outcome): string[] {
  const told = [...verdicts].filter(([, why]) => why !== '' && !why.startsWith(notMade))
  return [
    ...told.map(([title, why]) => `${title}: ${why}`),
    ...strays.map(({ what, where }) => `${what} in ${where}`),
  ]
}

/** Attacks that ended before they were through: they prove nothing. */
export function unmade({ verdicts }: Outcome): string[] {
  return [...verdicts].filter(([, why]) => why.startsWith(notMade)).map(([title, why]) => `${title}: ${why}`)
}

/** A case's name among all. */
export const keyOf = ({ name }: AttackClass, title: string) => `${name}: ${title}`

/** Attackers that are at it at the same time: what two cores and one of each service take. */
const atOnce = 6

interface Made {
  attackClass: AttackClass
  salvo: Salvo
  attacker: Attacker
  from: number
  to: number
  failures: Failures
}

/**
 * Makes all attacks of these classes on one victim, each salvo by another attacker, and looks at everything that anybody
 * but the victim was shown meanwhile.
 */
export async function campaign(
  classes: AttackClass[],
  victim: Victim,
  newPerson: () => Person,
  more: Guarded[] = [],
): Promise<Outcome> {
  const own = { ownerId: victim.id, in: (text: string) => victim.canaries.in(text) }
  await using watch = await Watch.begin([own, ...more])
  const waiting = classes.flatMap((attackClass) =>
    attackClass.salvos.map((salvo) => ({ attackClass, salvo })),
  )
  const made: Made[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      made.push(await strike({ ...next, attacker: new Attacker(newPerson()) }, victim, watch))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  await quiet(made.map(({ attacker }) => attacker.id))
  return judged(made, await watch.leaks(), [own, ...more])
}

async function strike(
  { attackClass, salvo, attacker }: Pick<Made, 'attackClass' | 'salvo' | 'attacker'>,
  victim: Victim,
  watch: Watch,
): Promise<Made> {
  const from = watch.seq
  const failures = await salvo
    .strike(attacker, victim)
    .catch((error: unknown) => everyTitle(salvo, notMade + String(error)))
  return { attackClass, salvo, attacker, from, to: watch.seq, failures: failures ?? new Map() }
}

const everyTitle = ({ titles }: Salvo, why: string): Failures => new Map(titles.map((title) => [title, why]))

/** Until nothing of theirs runs or waits, and what was said last has gone out. */
async function quiet(ids: number[]): Promise<void> {
  const busy = `
    select id from Turn where status in ('running', 'parked') and userId in (${ids.join(',')})
    union all select updateKey from InboxMessage
      where turnId is null and kind <> 'attachment' and userId in (${ids.join(',')})`
  await eventually('the attackers’ turns are over', async () => (await rows(busy)).length === 0)
  await pause(500)
}

async function judged(made: Made[], leaks: Leak[], guarded: Guarded[]): Promise<Outcome> {
  const verdicts: Verdicts = new Map()
  const known = new Set(made.map(({ attacker }) => attacker.id))
  for (const { attackClass, salvo, attacker, failures } of made) {
    const theirs = leaks.filter(({ attackerId }) => attackerId === attacker.id)
    const sent = await bytesSent(await attacker.person.heard())
    const inFiles = guarded.flatMap((owner) => (owner.ownerId === attacker.id ? [] : owner.in(sent)))
    const told = [
      ...theirs.map(({ what, where }) => `${what} in ${where}`),
      ...inFiles.map((what) => `${what} in a file`),
    ]
    const named = salvo.titles.some((title) => failures.has(title))
    for (const title of salvo.titles) {
      // A salvo that can tell which of its cases failed is believed.
      const why = failures.get(title) ?? (named ? '' : [...new Set(told)].join(', '))
      verdicts.set(keyOf(attackClass, title), why)
    }
  }
  return { verdicts, strays: leaks.filter(({ attackerId }) => !attackerId || !known.has(attackerId)) }
}
