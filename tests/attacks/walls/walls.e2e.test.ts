import { eventually } from '../../e2e/support/eventually.ts'
import { useStack } from '../../e2e/support/stack.ts'
import { peopleFrom } from '../../e2e/support/telegram.ts'
import { campaign, leaksOf, unmade } from '../cross-tenant/campaign.ts'
import { buttons } from '../cross-tenant/classes/buttons.ts'
import { links } from '../cross-tenant/classes/links.ts'
import { shell } from '../cross-tenant/classes/shell.ts'
import { strangers } from '../cross-tenant/classes/strangers.ts'
import { toolIds } from '../cross-tenant/classes/tool-ids.ts'
import { belongingsOf, differences } from '../cross-tenant/inside.ts'
import type { AttackClass } from '../cross-tenant/salvo.ts'
import { livesAsVictim, withNewCard, type Victim } from '../cross-tenant/victim.ts'
import { reportSection, tableOf } from '../report.ts'
import { forgetBreaches, prepare, standWith, type Breach } from './take-out.ts'
import { walls, type Wall } from './wall.ts'

/** The salvo of a class that holds this case. */
function salvoWith({ name, salvos }: AttackClass, title: string): AttackClass {
  return { name, salvos: salvos.filter(({ titles }) => titles.includes(title)) }
}

const ids = salvoWith(toolIds, 'memory_search: the beginning of all canaries')
const wishes = salvoWith(toolIds, 'asked for by name: what is remembered')

/** Which attacks belong to which wall, in an order in which none takes from the next what it is after. */
const trials: [name: keyof typeof walls, attacks: AttackClass][] = [
  ['conversation', wishes],
  ['attachments', wishes],
  ['recall', ids],
  ['notes', ids],
  ['mount', salvoWith(shell, 'said plainly: everything below the folder')],
  ['links', salvoWith(links, 'read: a link to the file')],
  ['reminders', ids],
  ['gate', strangers],
  ['ownChat', salvoWith(buttons, 'Stop of whatever runs, as if in the other’s chat')],
  ['approvals', salvoWith(buttons, 'Approve')],
  ['retry', salvoWith(buttons, 'Approve')],
]

describe('with one wall taken out, the attacks on it get through', () => {
  useStack()
  const newPerson = peopleFrom(1_650)
  const seen = new Map<string, string>()
  let victim: Victim
  /** After whom nobody is while a wall is out. */
  let whole: Victim
  let breaches: Map<string, Breach>

  beforeAll(async () => {
    const made = Object.entries<Wall>(walls).map(
      async ([name, wall]) => [name, await prepare(name, wall)] as const,
    )
    breaches = new Map(await Promise.all(made))
    ;[victim, whole] = await Promise.all([livesAsVictim(newPerson()), livesAsVictim(newPerson())])
  }, 240_000)

  afterAll(async () => {
    await standWith(undefined)
    await forgetBreaches()
    const rows = trials.map(([name]) => [walls[name].name, walls[name].file, seen.get(name) ?? 'not red'])
    reportSection(
      'negative-control',
      tableOf(['wall that was taken out', 'its line is in', 'what got through'], rows),
    )
  }, 120_000)

  const titled = trials.map(([name, attacks]) => [walls[name].name, name, attacks] as const)
  test.each(titled)('without “%s” → something gets through', async (_title, name, attacks) => {
    await standWith(breaches.get(name))
    victim = await withNewCard(victim)
    const had = await belongingsOf(victim.id)

    const outcome = await campaign([attacks], victim, newPerson)

    const harm = await eventually(
      `something gets through without: ${walls[name].name}`,
      async () => {
        const told = [...leaksOf(outcome), ...differences(had, await belongingsOf(victim.id))]
        return told.length > 0 && told
      },
      15_000,
    )
    seen.set(name, `${harm.length} findings, the first: ${harm[0]!.slice(0, 120)}`)
    expect(unmade(outcome)).toEqual([])
  })

  test('with every wall back, the same attacks hold', async () => {
    await standWith(undefined)
    const had = await belongingsOf(whole.id)

    const outcome = await campaign([...new Set(trials.map(([, attacks]) => attacks))], whole, newPerson)

    expect([...outcome.verdicts].filter(([, why]) => why !== '')).toEqual([])
    expect(differences(had, await belongingsOf(whole.id))).toEqual([])
  })
})
