import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunResult } from '../../../packages/contracts/src/index.ts'
import type { Attack } from './attack.ts'
import { checks, mayBeRefused } from './checks.ts'
import type { Visit } from './visitor.ts'
import { keptBytes, quota, type World } from './world.ts'

/** Everything that can be known of one attack after it. */
export interface Seen {
  attack: Attack
  /** One a time it ran, in order. */
  results: RunResult[]
  followup: RunResult | undefined
  beside: RunResult | undefined
  /** Set when it never became a job: why. */
  refusal: string | undefined
  visit: Visit
  race: Visit | undefined
  /** The person's folder on the host. */
  folder: string
  world: World
}

export interface Outcome {
  attack: Attack
  seen: Seen
  /** Why it was not held; none: it was. */
  problems: string[]
}

const usualMs = 15_000
let people = 1_000

/** Runs one attack as a person of its own, and looks at everything that it might have done. */
export async function runAttack(world: World, attack: Attack): Promise<Outcome> {
  const seen = await attackAs(world, attack, (people += 2))
  const problems = await problemsOf(seen)
  return { attack, seen, problems }
}

async function attackAs(world: World, attack: Attack, userId: number): Promise<Seen> {
  let runs = 0
  const run = (script: string, more: { workdir?: string | undefined; person?: number } = {}) =>
    world.send({
      runId: `attack-${userId}-${runs++}`,
      userId: more.person ?? userId,
      command: { kind: 'shell', script: world.fill(script) },
      workdirRel: more.workdir ?? '',
      timeoutSeconds: Math.ceil((attack.timeoutMs ?? usualMs) / 1_000),
    })
  const seen: Seen = {
    attack,
    world,
    results: [],
    followup: undefined,
    beside: undefined,
    race: undefined,
    refusal: undefined,
    visit: await world.visitor.ask({ call: 'prepare', userId }),
    folder: join(world.folder, 'users', String(userId)),
  }
  if (attack.setup) await run(attack.setup)
  const besides = attack.beside ? run(attack.beside, { person: userId + 1 }) : undefined
  const raced = attack.race
    ? world.visitor.ask({ call: 'race', userId, path: attack.race, forMs: 4_000 })
    : undefined
  try {
    for (let i = 0; i < (attack.repeat ?? 1); i++) seen.results.push(await run(attack.command, attack))
  } catch (error) {
    seen.refusal = String(error)
  }
  seen.race = await raced
  seen.beside = await besides
  if (attack.followup) seen.followup = await run(attack.followup)
  return seen
}

async function problemsOf(seen: Seen): Promise<string[]> {
  const { world, attack } = seen
  const userId = Number(seen.folder.split('/').at(-1))
  const problems = [...claimsOf(seen), ...(await heartbeat(seen)), ...(await leftContainers(world, userId))]
  seen.visit = await world.visitor.ask({ call: 'visit', userId })
  problems.push(
    ...leaksOf(seen),
    ...seen.visit.surprises.map((what) => `a service met ${what}`),
    ...(seen.race?.surprises ?? []).map((what) => `a service met ${what} meanwhile`),
    ...(checks[attack.id]?.(seen) ?? []),
    ...(seen.refusal && !mayBeRefused.has(attack.id) ? [`it did not run: ${seen.refusal}`] : []),
    ...spaceOf(seen),
    ...world.damage(),
    ...world.hits.taken().map((who) => `a call from ${who}`),
    ...(world.isAlive() ? [] : ['the executor is gone']),
    ...(await removal(seen, userId)),
  )
  return attack.informational ? problems.filter((problem) => !problem.startsWith('PWN:')) : problems
}

const allResults = ({ results, followup, beside }: Seen) =>
  [...results, followup, beside].filter((result) => result !== undefined)

export const textOf = (results: (RunResult | undefined)[]) =>
  results.map((result) => `${result?.stdout ?? ''}\n${result?.stderr ?? ''}`).join('\n')

const claimsOf = (seen: Seen) => [...textOf(allResults(seen)).matchAll(/^PWN:.*$/gm)].map(([claim]) => claim)

function leaksOf(seen: Seen): string[] {
  const texts = { output: textOf(allResults(seen)), 'a reader': seen.visit.read + (seen.race?.read ?? '') }
  return Object.entries(texts).flatMap(([where, text]) =>
    Object.entries(seen.world.canaries)
      .filter(([, word]) => text.includes(word))
      .map(([what]) => `the secret of ${what} came out in ${where}`),
  )
}

/** A file that attacks keep writing: it must stand still once there is a result. */
async function heartbeat({ folder }: Seen): Promise<string[]> {
  const file = join(folder, 'heartbeat')
  const beat = () => (existsSync(file) && lstatSync(file).isFile() ? readFileSync(file, 'utf8') : '')
  const before = beat()
  if (!before) return []
  await delay(700)
  return beat() === before ? [] : ['something of it still writes']
}

/** One that waits for its person's next command is none that was left. */
const isReady = (name: string) => /-ready-[0-9a-f]{16}$/.test(name)

async function leftContainers(world: World, userId: number): Promise<string[]> {
  for (let tries = 0; tries < 50; tries++) {
    const left = (await world.containers(userId)).filter((name) => !isReady(name))
    if (left.length === 0) return []
    await delay(200)
  }
  return ['its container is still there after ten seconds']
}

/**
 * What a command may have put there before it was dead: it is ended some tens of milliseconds after it passed the quota,
 * which on a busy machine become more. Each flood here would write several times this.
 */
const most = { bytes: quota.bytes * 2.5, entries: quota.files * 4 }

/**
 * Ended, but later: names of files that are there already take nothing from the disk, and after false alarms a folder is
 * left alone for a while (docs/decisions/disk-quota.md).
 */
const countedLate: ReadonlySet<string> = new Set(['hard-links-many', 'disk-after-false-alarms'])

function spaceOf({ attack, visit, results }: Seen): string[] {
  const problems: string[] = []
  if (visit.bytes > most.bytes) problems.push(`${Math.round(visit.bytes / 2 ** 20)} MiB in the folder`)
  if (visit.entries > most.entries && !countedLate.has(attack.id))
    problems.push(`${visit.entries} entries in the folder`)
  for (const { stdout, stderr, durationMs, timeoutSeconds } of results) {
    if (stdout.length > keptBytes * 1.1 || stderr.length > keptBytes * 1.1) problems.push('too much output')
    if (durationMs > timeoutSeconds * 1_000 + 5_000) problems.push(`it took ${durationMs} ms`)
  }
  return problems
}

/** Whatever lies in the folder, the person can be removed. */
async function removal({ world, folder }: Seen, userId: number): Promise<string[]> {
  const { surprises } = await world.visitor.ask({ call: 'remove', userId })
  return existsSync(folder) ? ['the folder cannot be removed', ...surprises] : surprises
}
