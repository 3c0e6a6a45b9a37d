import { FakeMemory, Killed } from '../testing/fake-memory.ts'
import { foldDay } from './fold-day.ts'
import { summariseWeeks } from './summarise-weeks.ts'

const never = new AbortController().signal
const ray = { userId: 7, timeZone: 'Europe/Berlin', traceId: 'trace-1234' }

/** Two weeks, a day in them that is long, one of which something was forgotten, and a long today. */
function aBusyMonth(): FakeMemory {
  const memory = new FakeMemory()
  memory.nowText = '2026-11-17T20:00:00Z'
  const says = (day: number, times: number) => {
    for (let index = 0; index < times; index++) {
      memory.say(`2026-11-${day < 10 ? '0' : ''}${day}T1${index % 9}:00:00Z`, `Day ${day}, word ${index}`)
    }
  }
  says(3, 2)
  const stale = {
    kind: 'daily',
    period: '2026-11-03',
    fromNumber: 1,
    throughNumber: 2,
    state: 'stale',
  } as const
  memory.kept.push({ ...stale, id: 1, sentences: [], createdAt: new Date() })
  says(5, 1)
  says(10, 45)
  says(17, 25)
  return memory
}

async function work(memory: FakeMemory): Promise<void> {
  await summariseWeeks(memory, { ...ray, through: '2026-11-15' }, never)
  await foldDay(memory, { ...ray, throughNumber: 58 }, never)
}

const expected = [
  'renewed daily 2026-11-03',
  'daily 2026-11-05',
  'fold 2026-11-10#23',
  'daily 2026-11-10',
  'major 2026-11-08',
  'major 2026-11-15',
  'fold 2026-11-17#58',
]

describe('killed anywhere', () => {
  test('left alone it writes each once', async () => {
    const memory = aBusyMonth()

    await work(memory)

    expect(memory.writes).toEqual(expected)
  })

  test('before and after each thing it does: begun again it ends with the same, each written once', async () => {
    let kills = 0
    for (let effects = 0.5; ; effects += 0.5) {
      const memory = aBusyMonth()
      memory.dieAfter(effects)
      const isDead = await work(memory).then(
        () => false,
        (error: unknown) => error instanceof Killed,
      )
      if (!isDead) break
      kills++
      memory.dieAfter(Infinity)
      await work(memory)

      expect(memory.writes).toEqual(expected)
      // Once more for the answer that nobody heard.
      expect(memory.prompts.length).toBeLessThanOrEqual(expected.length + 1)
    }
    expect(kills).toBeGreaterThan(100)
  })
})
