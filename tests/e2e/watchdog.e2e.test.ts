import { setTimeout as pause } from 'node:timers/promises'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, person as personOf, textsOf, type Person } from './support/telegram.ts'

/** Within so long it hears again, counted from the end of the trouble. */
const recoveryMs = 60_000

/** What people write while Telegram cannot be heard. */
async function writesThree(person: Person): Promise<void> {
  for (const word of ['first', 'second', 'third']) await person.says(`${word} of ${person.id}`)
}

/** All three were answered, in order, once. */
async function hearsThree(person: Person, timeoutMs = recoveryMs): Promise<void> {
  await person.hears(/You said: “third/, { timeoutMs })
  const words = textsOf(await person.heard()).flatMap((text) => /You said: “(\w+) of/.exec(text)?.[1] ?? [])
  expect(words).toEqual(['first', 'second', 'third'])
}

describe('the bot’s ear', () => {
  useStack()
  const newPerson = peopleFrom(1_114)
  const admin = personOf(1_001)
  let before = 0

  beforeEach(async () => {
    before = (await admin.heard()).at(-1)?.message_id ?? 0
  })

  const fault = (spec: object) =>
    control('POST', 'faults', { party: 'telegram', method: 'getUpdates', ...spec })
  const told = async (pattern: RegExp) =>
    textsOf((await admin.heard()).filter(({ message_id: id }) => id > before)).filter((text) =>
      pattern.test(text),
    )

  test.each([
    ['an answer that never comes', { kind: 'hang', times: 1 }],
    ['connections that break', { kind: 'drop', times: 5 }],
    ['502', { kind: 'status', status: 502, times: 5 }],
    ['answers cut in the middle', { kind: 'cut', times: 2 }],
  ])('%s → messages are heard within a minute, in order, once (F-CHAT 10)', async (_what, spec) => {
    const person = newPerson()
    await fault(spec)

    await writesThree(person)

    await hearsThree(person)
  })

  test('a refused token for a while → admins are told what to do, once; nothing is lost (F-CHAT 10)', async () => {
    const person = newPerson()
    await fault({ kind: 'status', status: 401 })
    await writesThree(person)
    await admin.hears(/refused my token/, { after: before })

    await control('DELETE', 'faults')

    await hearsThree(person)
    expect(await told(/refused my token/)).toHaveLength(1)
  })

  test('somebody else polls with the same token → admins are told what to do, once; nothing is lost (F-CHAT 10)', async () => {
    const person = newPerson()
    await control('POST', 'telegram/pollers', { seconds: 8 })
    await writesThree(person)

    const word = await admin.hears(/Another program asks Telegram/, { after: before })
    await hearsThree(person)

    expect(word.text).toContain('@BotFather')
    expect(await told(/Another program/)).toHaveLength(1)
  })

  test('70 s without network → nothing is lost, all is answered within a minute of its return, admins are told once (F-CHAT 10)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await control('POST', 'faults', { party: 'telegram', kind: 'drop' })
    await writesThree(person)
    await pause(70_000)
    await writesThree(other)

    await control('DELETE', 'faults')

    await Promise.all([hearsThree(person), hearsThree(other)])
    const word = await admin.hears(/could not hear Telegram/, { after: before })
    expect(word.text).toMatch(
      /^I could not hear Telegram for (7\d|8\d) s\. What was written meanwhile is answered now\.$/,
    )
    expect(await told(/could not hear Telegram/)).toHaveLength(1)
  })
})
