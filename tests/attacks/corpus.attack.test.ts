import { statfsSync } from 'node:fs'
import { useRedis } from '../../packages/queue/src/testing/use-redis.ts'
import { allAttacks, type Attack } from './corpus/attack.ts'
import { notHeld } from './corpus/not-held.ts'
import { inParallel } from './corpus/pool.ts'
import { runAttack, type Outcome } from './corpus/run-attack.ts'
import { summaryOf } from './corpus/summary.ts'
import { weakened } from './corpus/weak.ts'
import { openWorld, processesIn, quota, type World } from './corpus/world.ts'
import { reportSection } from './report.ts'

/** `ATTACKS_ONLY=disk` runs those whose id or class has it; the document is not written then. */
const only = process.env['ATTACKS_ONLY']
const attacks = allAttacks().filter(({ id, category }) => !only || `${category} ${id}`.includes(only))
const redis = useRedis()

describe('commands of hostile people, through the queue', () => {
  const outcomes = new Map<string, Outcome>()
  let world: World
  let freeBefore = 0

  beforeAll(async () => {
    world = await openWorld(redis.connection)
    freeBefore = freeBytes()
    const begin = Date.now()
    for (const outcome of await inParallel(attacks, 2, (attack) => runAttack(world, attack)))
      outcomes.set(outcome.attack.id, outcome)
    const summary = summaryOf([...outcomes.values()], Math.round((Date.now() - begin) / 1_000))
    if (only) process.stdout.write(`\n${summary}\n`)
    else reportSection('corpus', summary)
  }, 600_000)
  afterAll(() => world?.end())

  test.each(attacks.map(({ id, category }) => [category, id]))('%s: %s', (_category, id) => {
    const { attack, problems, seen } = outcomes.get(id)!

    if (id in notHeld) expect(problems).not.toEqual([])
    else expect({ problems, ...saidBy(attack, seen, problems) }).toEqual({ problems: [] })
  })

  test.each<[string, string, string[], RegExp]>([
    ['a network', 'reverse-shell', ['--network', '@NETWORK@'], /a call from/],
    ['a neighbour’s folder', 'dotdot-neighbor', ['-v', '@USERS@:@USERS@'], /secret of neighbour/],
    ['a folder of the host', 'abs-host-path', ['-v', '@HOSTROOT@:@HOSTROOT@'], /secret of host/],
    ['a writable host', 'touch-host', ['-v', '@HOSTROOT@:@HOSTROOT@', '--user', '0:0'], /was changed/],
    ['capabilities', 'clone-newuser', ['--cap-add=ALL', '--security-opt=seccomp=unconfined'], /PWN:unshare/],
    ['the engine’s usual filter', 'setuid-by-every-way', [], /PWN:chmod/],
    ['no quota', 'disk-fill-many', [], /MiB in the folder/],
  ])('one wall less, %s: %s is seen to get through', async (_wall, id, flags, problem) => {
    const attack = allAttacks().find((one) => one.id === id) ?? { ...harmless, id }
    const holes = flags.map((flag) => flag.replace('@NETWORK@', world.hits.network))

    const { problems } = await runAttack(weakened(world, holes), attack)

    expect(problems.join('\n')).toMatch(problem)
  })

  test('the services’ logs hold no secret and no control characters', () => {
    const log = world.log()

    expect(Object.values(world.canaries).filter((word) => log.includes(word))).toEqual([])
    // oxlint-disable-next-line no-control-regex
    expect(log.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f]/)
  })

  test('the executor’s memory is bounded, whatever they printed', () => {
    expect(world.executorPeakMiB()).toBeLessThan(400)
  })

  test('nothing is left: no container, no process, no space', async () => {
    await world.end()

    expect(await world.containers()).toEqual([])
    expect(processesIn(world.folder)).toEqual([])
    // Others may write on the same disk meanwhile.
    expect(freeBefore - freeBytes()).toBeLessThan(quota.bytes + 512 * 2 ** 20)
  })
})

/** Nothing where the walls stand. */
const harmless: Attack = {
  id: '',
  category: 'control',
  command: 'touch @HOSTROOT@/PWNED',
  expect: 'no way there',
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync('/tmp')
  return bavail * bsize
}

/** What it printed, where that helps to see why. */
function saidBy({ expect: expected }: Attack, seen: Outcome['seen'], problems: string[]) {
  if (problems.length === 0) return {}
  const { results, followup, beside, refusal } = seen
  const short = (text = '') => (text.length > 1_500 ? `${text.slice(0, 1_000)} … ${text.slice(-400)}` : text)
  const told = [...results, followup, beside].filter((one) => one !== undefined)
  return {
    expected,
    said: told.map((one) => ({ ...one, stdout: short(one.stdout), stderr: short(one.stderr) })),
    refusal,
  }
}
