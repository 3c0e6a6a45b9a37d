import {
  everyServiceHealthy,
  sandboxRunning,
  sandboxStarts,
  startService,
  stopService,
} from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { engineDoor, type EngineDoor } from './support/engine-door.ts'
import { compose } from './support/project.ts'
import { useStack } from './support/stack.ts'
import { peopleFrom } from './support/telegram.ts'

const command = 'run: echo once >> files/ran.txt; echo finished'
const told = /I ran.*finished.*finished/

describe('an executor that is cut off from the engine', () => {
  useStack()
  const newPerson = peopleFrom(1_105)
  let door: EngineDoor

  beforeAll(async () => {
    door = await engineDoor()
    await make({ DOCKER_SOCKET: door.path, SANDBOX_QUEUE_SECONDS: '10' })
  })
  beforeEach(() => door.open())
  afterAll(async () => {
    await make({})
    await door[Symbol.asyncDispose]()
  })

  test('a command is asked for → an error is told, nothing is run anywhere, and the next one runs when the engine is back (F-BOX 1, 3)', async () => {
    const person = newPerson()
    const since = new Date()
    door.close()

    const refused = await person.asks(command, /I ran|did not work/)
    const startedMeanwhile = await sandboxStarts(person.id, since)
    const writtenMeanwhile = await fileOf(person.id, 'files/ran.txt')
    door.open()
    await person.asks(command, told)

    expect(refused.text).toMatch(/did not work: the sandbox is not available right now, there is no result/)
    expect(startedMeanwhile).toEqual([])
    expect(writtenMeanwhile).toBe('')
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('once\n')
  })

  test('the executor is gone altogether → an error is told after a while, and nothing is run when it is back (F-BOX 1)', async () => {
    const person = newPerson()
    await stopService('executor')

    const asked = await person.says(command)
    await person.hears(/did not work: the sandbox is not available/, { after: asked, timeoutMs: 120_000 })
    await startService('executor')
    await everyServiceHealthy()
    await person.asks('run: echo twice >> files/ran.txt; echo finished', told)

    expect(await fileOf(person.id, 'files/ran.txt')).toBe('twice\n')
  })

  test('the line breaks while a command runs → answered, and the command ran once (F-CHAT 8, F-BOX 1)', async () => {
    const person = newPerson()
    await person.says('run: echo once >> files/ran.txt; sleep 3; echo finished')
    await sandboxRunning(person.id)

    door.close()
    door.open()

    await person.hears(told)
    expect(await fileOf(person.id, 'files/ran.txt')).toBe('once\n')
  })
})

async function make(env: Record<string, string>): Promise<void> {
  await compose(['up', '--detach', '--no-deps', '--no-build', 'executor', 'agent'], env)
  await everyServiceHealthy()
}
