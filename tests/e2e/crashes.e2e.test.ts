import { everyServiceHealthy, killService, sandboxRunning, services } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { keepAsking, words, wordsHeard } from './support/keep-asking.ts'
import { canary, useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, textsOf, type Person } from './support/telegram.ts'

const command = 'run: sleep 3; echo once >> files/ran.txt; echo finished'
const told = /I ran.*finished.*finished/

describe('kill -9', () => {
  useStack()
  const newPerson = peopleFrom(1_040)

  afterEach(() => everyServiceHealthy())

  test.each(['agent', 'executor', 'bot', 'gateway', 'redis'] as const)(
    'of %s while a command runs → the message is answered, the command ran once (F-CHAT 8)',
    async (service) => {
      const person = newPerson()
      await person.says(command)
      await sandboxRunning(person.id)

      await killService(service)
      const next = await person.says(`and then ${canary}`)

      await person.hears(told)
      await person.hears(/and then/, { after: next })
      expect(await fileOf(person.id, 'files/ran.txt')).toBe('once\n')
      expect(unmarked(await person.heard(), /I ran/)).toHaveLength(1)
    },
  )

  test('of everything at once, ten people waiting → all are answered, each command ran once (F-CHAT 8)', async () => {
    const [thinkers, runners] = [many(5), many(5)]
    const slow = { firstDelayMs: 3_000, text: 'this is thought through' }
    await control('POST', 'gemini/scripts', { match: 'think it through', replies: [slow], repeat: true })
    const since = await lastJournalEntry()
    await Promise.all(runners.map((person) => person.says(command)))
    await Promise.all(thinkers.map((person) => person.says('think it through')))
    await sandboxRunning(runners[0]!.id)
    await eventually('all five are being thought about', async () => {
      const calls = await journal({ party: 'gemini', since })
      return (
        calls.filter(({ request }) => JSON.stringify(request).includes('think it through')).length ===
        thinkers.length
      )
    })

    await Promise.all(services.map(killService))

    await Promise.all(runners.map((person) => person.hears(told, { timeoutMs: 90_000 })))
    await Promise.all(thinkers.map((person) => person.hears(/thought through/, { timeoutMs: 90_000 })))
    for (const person of runners) expect(await fileOf(person.id, 'files/ran.txt')).toBe('once\n')
    for (const person of [...runners, ...thinkers]) {
      expect(unmarked(await person.heard(), /I ran|thought through/)).toHaveLength(1)
    }
    expect(await rows(`select id from Turn where status = 'running'`)).toEqual([])
  })

  test('of the bot while ten answers are being delivered → none is lost, a second one says that it may be (F-CHAT 8)', async () => {
    const people = many(10)
    const since = await lastJournalEntry()
    const sending = { party: 'telegram', method: 'sendMessage' }
    await control('POST', 'faults', { ...sending, kind: 'hang', when: 'after', times: people.length })
    await Promise.all(people.map((person) => person.says('are you still there')))
    await eventually('all ten are being answered', async () => {
      return (await journal({ ...sending, since })).length >= people.length
    })

    await killService('bot')

    await Promise.all(people.map((person) => person.hears(/possibly repeated/)))
    for (const person of people) {
      const [first, second, ...more] = textsOf(await person.heard())
      expect(second).toBe(`↻ possibly repeated\n${first}`)
      expect(more).toEqual([])
    }
  })

  test('of one service after the other while messages flow → all are answered, in order, commands ran once (F-CHAT 8)', async () => {
    const stop = new AbortController()
    const [talker, runner] = [newPerson(), newPerson()]
    const flows = [
      keepAsking(talker, (word) => word, stop.signal),
      keepAsking(runner, (word) => `run: echo ${word} >> files/ran.txt; echo ${word}`, stop.signal),
    ]

    for (const service of services) {
      await Promise.race([killService(service).then(() => everyServiceHealthy()), ...flows])
    }
    stop.abort()
    const [talked, ran] = await Promise.all(flows)

    expect(await wordsHeard(talker)).toEqual(words(talked!))
    expect(await wordsHeard(runner)).toEqual(words(ran!))
    expect(await fileOf(runner.id, 'files/ran.txt')).toBe(`${words(ran!).join('\n')}\n`)
  })

  function many(count: number): Person[] {
    return Array.from({ length: count }, newPerson)
  }
})

/** Messages like `pattern` that do not call themselves a possible repeat. */
function unmarked(messages: Awaited<ReturnType<Person['heard']>>, pattern: RegExp): string[] {
  return textsOf(messages).filter((text) => pattern.test(text) && !text.includes('possibly repeated'))
}
