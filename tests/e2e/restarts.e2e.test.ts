import { restartService, services, startService, stopService } from './support/containers.ts'
import { keepAsking, words, wordsHeard } from './support/keep-asking.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, textsOf } from './support/telegram.ts'

describe('parts of the stack that go and come back', () => {
  useStack()
  const newPerson = peopleFrom(1_070)

  test('each service alone is restarted while messages flow → all are answered, in order, none twice (F-CHAT 8, F-OPS 1)', async () => {
    const stop = new AbortController()
    const talkers = [newPerson(), newPerson()]
    const runner = newPerson()
    const flows = [
      ...talkers.map((person) => keepAsking(person, (word) => word, stop.signal)),
      keepAsking(runner, (word) => `run: echo ${word}`, stop.signal),
    ]

    for (const service of services) await Promise.race([restartService(service), ...flows])
    stop.abort()
    const counts = await Promise.all(flows)

    for (const [at, person] of [...talkers, runner].entries()) {
      expect(await wordsHeard(person)).toEqual(words(counts[at]!))
    }
  })

  test('messages come while Redis is down → unconfirmed until it is back, then answered (F-CHAT 8, 10)', async () => {
    const [first, second] = [newPerson(), newPerson()]
    await stopService('redis')

    await Promise.all([first.says('are you there'), second.says('run: echo once >> files/ran.txt')])
    const { pending } = await control<{ pending: number }>('GET', 'telegram/updates')
    await startService('redis')

    expect(pending).toBe(2)
    await first.hears(/are you there/)
    await second.hears(/I ran/)
    expect(textsOf([...(await first.heard()), ...(await second.heard())])).toHaveLength(2)
  })
})
