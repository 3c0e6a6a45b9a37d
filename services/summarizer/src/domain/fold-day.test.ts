import { FakeMemory } from '../testing/fake-memory.ts'
import { foldDay } from './fold-day.ts'

const never = new AbortController().signal
const ray = { userId: 7, timeZone: 'Europe/Berlin', traceId: 'trace-1234' }
const fold = (memory: FakeMemory, throughNumber: number) => foldDay(memory, { ...ray, throughNumber }, never)

function talkative(exchanges: number, day = '2026-11-23'): FakeMemory {
  const memory = new FakeMemory()
  for (let index = 1; index <= exchanges; index++) {
    memory.say(`${day}T08:${10 + index}:00Z`, 'Hi', { sentence: `Ray asked for ${index} eggs.` })
  }
  return memory
}

describe('the oldest of today in two sentences', () => {
  test('up to the one that was named, and then the next with the two before', async () => {
    const memory = talkative(25)

    await fold(memory, 10)
    await fold(memory, 20)

    expect(memory.kept).toMatchObject([
      { kind: 'fold', period: '2026-11-23#10', fromNumber: 1, throughNumber: 10, sentences: { length: 2 } },
      { kind: 'fold', period: '2026-11-23#20', fromNumber: 11, throughNumber: 20, sentences: { length: 2 } },
    ])
    const [first, second] = memory.prompts.map(({ user }) => user)
    expect(first).toContain('"Ray asked for 10 eggs."')
    expect(first).not.toContain('11 eggs')
    expect(second).toMatch(/^so far:\n"Ray told something of part 1."/)
  })

  test('asked twice: written once', async () => {
    const memory = talkative(25)

    await fold(memory, 10)
    await expect(fold(memory, 10)).resolves.toEqual([])

    expect(memory.prompts).toHaveLength(1)
  })

  test('two at once: written once, and both end well', async () => {
    const memory = talkative(25)

    const results = await Promise.all([fold(memory, 10), fold(memory, 10)])

    expect(results.flat()).toHaveLength(1)
    expect(memory.writes).toEqual(['fold 2026-11-23#10'])
  })

  test('asked for late: several folds, none of more than 20', async () => {
    const memory = talkative(45)

    await fold(memory, 42)

    expect(memory.kept.map(({ throughNumber }) => throughNumber)).toEqual([20, 40, 42])
  })

  test('the day before was not summed up yet: that comes first, and is not folded into today', async () => {
    const memory = talkative(12, '2026-11-22')
    for (let index = 0; index < 12; index++) memory.say('2026-11-23T09:00:00Z', 'Today')

    await fold(memory, 20)

    expect(memory.writes).toEqual(['daily 2026-11-22', 'fold 2026-11-23#20'])
    expect(memory.kept[1]).toMatchObject({ fromNumber: 13 })
    expect(memory.prompts[1]!.user).not.toContain('eggs')
  })

  test('nothing is folded past a turn that has not ended', async () => {
    const memory = talkative(25)
    memory.open = { number: 6, at: new Date('2026-11-23T08:16:00Z') }
    memory.past.splice(5, 1)

    await fold(memory, 10)

    expect(memory.kept).toMatchObject([{ throughNumber: 5 }])
  })
})
