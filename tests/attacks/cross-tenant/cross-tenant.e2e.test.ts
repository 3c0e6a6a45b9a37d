import { logsOfAll, secrets } from '../../e2e/support/containers.ts'
import { fileOf } from '../../e2e/support/people-files.ts'
import { useStack } from '../../e2e/support/stack.ts'
import { peopleFrom, textsOf } from '../../e2e/support/telegram.ts'
import { reportSection, tableOf } from '../report.ts'
import { campaign, keyOf, type Outcome } from './campaign.ts'
import { silentClasses } from './classes.ts'
import { injections } from './classes/injections.ts'
import { belongingsOf, canariesKept, type Belongings } from './inside.ts'
import { livesAsVictim, type Victim } from './victim.ts'
import type { Guarded } from './watch.ts'

const all = [...silentClasses, injections]

describe('one person after another’s data', () => {
  useStack()
  const newPerson = peopleFrom(1_500)
  let victim: Victim
  let reader: Victim
  let before: Belongings
  let outcome: Outcome

  beforeAll(async () => {
    ;[victim, reader] = await Promise.all([livesAsVictim(newPerson()), livesAsVictim(newPerson())])
    before = await belongingsOf(victim.id)
    const keys = await secretsAsGuarded()
    const [silent, spoken] = await Promise.all([
      campaign(silentClasses, victim, newPerson, [keys]),
      campaign([injections], reader, newPerson, [keys]),
    ])
    outcome = {
      verdicts: new Map([...silent.verdicts, ...spoken.verdicts]),
      strays: [...silent.strays, ...spoken.strays],
    }
  }, 480_000)

  afterAll(() => reportSection('cross-tenant', tableFor(outcome)))

  test('there is something to find: every canary lies where it should', async () => {
    const kept = await canariesKept()

    const missing = victim.canaries.places.filter((place) => !kept.has(victim.canaries.of(place)))
    expect(missing).toEqual([])
  })

  describe.each(all)('$name', (attackClass) => {
    const titles = attackClass.salvos.flatMap((salvo) => salvo.titles)
    test.each(titles)('%s → nothing of the other’s is seen', (title) => {
      expect(outcome.verdicts.get(keyOf(attackClass, title))).toBe('')
    })
  })

  test('after all of it: nothing was shown to anybody else either', () => {
    expect(outcome.strays).toEqual([])
  })

  test('after all of it: no container’s log holds a canary', async () => {
    const logs = await logsOfAll()

    expect([...victim.canaries.in(logs), ...reader.canaries.in(logs)]).toEqual([])
  })

  test('after all of it: every file and row of the other’s is what it was', async () => {
    expect(await belongingsOf(victim.id)).toEqual(before)
  })

  test('after all of it: who read orders and said no has what they had', async () => {
    expect(await fileOf(reader.id, 'files/diary.txt')).toBe(`${reader.canaries.of('file')}\n`)
  })

  test('after all of it: the other heard nothing but messages that say whose they are', async () => {
    const heard = (await victim.heard()).filter(({ message_id: id }) => id > victim.card.message_id)

    expect(textsOf(heard).filter((text) => !text.startsWith('Message from '))).toEqual([])
  })

  test('after all of it: the open card is still theirs to decide', async () => {
    await victim.presses('✅ Approve', victim.card.message_id)
    await victim.hears(/I ran/, { after: victim.card.message_id })

    expect(await fileOf(victim.id, 'files/ran.txt')).toBe(`${victim.canaries.of('card')}\n`)
  })
})

/** The installation's own tokens and passwords are nobody's to see. */
async function secretsAsGuarded(): Promise<Guarded> {
  const values = [...(await secrets())]
  return {
    ownerId: 0,
    in: (text) => values.filter(([, value]) => text.includes(value)).map(([name]) => name),
  }
}

function tableFor({ verdicts }: Outcome): string {
  const rows = all.map((attackClass) => {
    const titles = attackClass.salvos.flatMap((salvo) => salvo.titles)
    const held = titles.filter((title) => verdicts.get(keyOf(attackClass, title)) === '').length
    return [attackClass.name, titles.length, held]
  })
  const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0)
  return tableOf(['class', 'cases', 'held'], [...rows, ['all', sum(1), sum(2)]])
}
