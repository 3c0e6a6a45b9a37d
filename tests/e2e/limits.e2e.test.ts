import { everyServiceHealthy } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { compose } from './support/project.ts'
import { useStack } from './support/stack.ts'
import { journal, lastJournalEntry, peopleFrom, textsOf, type Person } from './support/telegram.ts'

/** One service with other settings until the block ends; the rest of the stack has none of these limits. */
async function limited(service: 'bot' | 'agent', env: Record<string, string>): Promise<AsyncDisposable> {
  const again = (settings: Record<string, string>) =>
    compose(['up', '--detach', '--no-deps', '--no-build', service], settings)
  await again(env)
  await everyServiceHealthy()
  return {
    async [Symbol.asyncDispose]() {
      await again({})
      await everyServiceHealthy()
    },
  }
}

const turnsOf = ({ id }: Person) => rows(`select id from Turn where userId = ${id}`)

describe('limits of one person', () => {
  useStack()
  const newPerson = peopleFrom(1_191)

  test('many messages at once → one kind word that says when; others, commands and /cancel pass; later it goes on (F-PERM 5)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await using _bot = await limited('bot', { RATE_MESSAGES_PER_MINUTE: '6' })

    for (let index = 0; index < 6; index++) await person.says(`message ${index}`)
    await person.hears(/You said: “message 5/)
    for (let index = 6; index < 12; index++) await person.says(`message ${index}`)
    const word = await person.hears(/That is a lot at once/)
    const cancelled = await person.asks('/cancel', /Nothing is running/)
    await person.asks('/usage', /Today/)
    await other.asks('may I', /You said/)

    expect(word.text).toMatch(
      /^That is a lot at once\. Please go on in \d+ s; what comes before that I do not take in\.$/,
    )
    expect(cancelled.text).toBe('Nothing is running.')
    const words = () => person.heard().then((all) => textsOf(all).filter((text) => /lot at once/.test(text)))
    expect(await words()).toHaveLength(1)
    const taken = (await turnsOf(person)).length
    expect(taken).toBeGreaterThanOrEqual(6)
    expect(taken).toBeLessThan(12)

    await eventually('it goes on', async () => {
      const asked = await person.says('and now')
      return person.hears(/You said: “and now/, { after: asked, timeoutMs: 3_000 }).catch(() => undefined)
    })
  })

  test('more commands than an hour may have → the model is told, says so, and nothing runs (F-PERM 5)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await using _agent = await limited('agent', { RATE_RUNS_PER_HOUR: '2' })

    await person.asks('run: echo one', /I ran/)
    await person.asks('run: echo two', /I ran/)
    const refused = await person.asks('run: echo three > files/three.txt', /too many commands/)
    await person.asks('just words', /You said/)
    await other.asks('run: echo mine', /I ran/)

    expect(refused.text).toMatch(/too many commands in a short time; the next can run in \d+ min/)
    expect(await fileOf(person.id, 'files/three.txt')).toBe('')
  })

  test('more model calls than an hour may have → a kind word that says when; no call is made; others go on (F-PERM 5)', async () => {
    const [person, other] = [newPerson(), newPerson()]
    await using _agent = await limited('agent', { RATE_MODEL_CALLS_PER_HOUR: '2' })

    await person.asks('one', /You said/)
    await person.asks('two', /You said/)
    const since = await lastJournalEntry()
    const word = await person.asks('three', /take a little break/)
    const calls = await journal({ party: 'gemini', since })
    await other.asks('may I', /You said/)

    expect(word.text).toMatch(
      /^That was a lot in a short time, so I take a little break\. Please write again in \d+ min\.$/,
    )
    expect(calls).toEqual([])
  })
})
