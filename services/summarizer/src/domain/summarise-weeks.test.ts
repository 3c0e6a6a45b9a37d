import { FakeMemory } from '../testing/fake-memory.ts'
import { summariseWeeks } from './summarise-weeks.ts'

const never = new AbortController().signal
const ray = { userId: 7, timeZone: 'Europe/Berlin', traceId: 'trace-1234' }
const weeksThrough = (memory: FakeMemory, through: string) =>
  summariseWeeks(memory, { ...ray, through }, never)

/** Noon in Berlin of each of these days in November. */
function talksOn(...days: number[]): FakeMemory {
  const memory = new FakeMemory()
  for (const day of days)
    memory.say(`2026-11-${String(day).padStart(2, '0')}T11:00:00Z`, `This is day ${day}`)
  return memory
}

describe('weeks that are over', () => {
  test('days first, then week by week, each with the four sentences before it', async () => {
    const memory = talksOn(2, 7, 8, 16)

    await weeksThrough(memory, '2026-11-22')

    expect(memory.writes).toEqual([
      'daily 2026-11-02',
      'daily 2026-11-07',
      'daily 2026-11-08',
      'daily 2026-11-16',
      'major 2026-11-08',
      'major 2026-11-15',
      'major 2026-11-22',
    ])
    expect(memory.ofKind('major')).toMatchObject([
      { fromNumber: 1, throughNumber: 2, sentences: { length: 4 } },
      { fromNumber: 3, throughNumber: 3 },
      { fromNumber: 4, throughNumber: 4 },
    ])
    expect(memory.prompts.at(-3)!.user).toMatch(/^since:\n"2026-11-02: Ray/)
    expect(memory.prompts.at(-2)!.user).toMatch(/^so far:\n("Ray.*\n){4}since:\n("2026-11-08.*"\n?){2}$/)
  })

  test('a week without days has no version, and the one that goes on none yet', async () => {
    const memory = talksOn(2, 17, 22)

    await weeksThrough(memory, '2026-11-22')

    expect(memory.ofKind('major').map(({ period }) => period)).toEqual(['2026-11-08', '2026-11-22'])
    expect(memory.ofKind('daily').map(({ period }) => period)).toEqual(['2026-11-02', '2026-11-17'])
  })

  test('a day and a week were summed up while the clock was five years ahead: afterwards weeks go on', async () => {
    const memory = talksOn(2)
    memory.nowText = '2031-06-09T12:00:00Z'
    memory.say('2031-06-02T11:00:00Z', 'The clock is ahead')
    await weeksThrough(memory, '2031-06-08')
    memory.nowText = '2031-06-11T12:00:00Z'
    memory.say('2031-06-10T11:00:00Z', 'And still')
    await weeksThrough(memory, '2031-06-08')
    memory.nowText = '2026-11-30T12:00:00Z'
    for (const day of [17, 24]) memory.say(`2026-11-${day}T11:00:00Z`, `This is day ${day}`)

    await weeksThrough(memory, '2026-11-29')

    expect(memory.ofKind('major').map(({ period, throughNumber }) => [period, throughNumber])).toEqual([
      ['2026-11-08', 1],
      ['2031-06-08', 2],
      ['2026-11-22', 4],
      ['2026-11-29', 5],
    ])
  })

  test('versions deleted by a forgetting are made again in order, from the days as they are', async () => {
    const memory = talksOn(2, 9, 16)
    await weeksThrough(memory, '2026-11-22')
    memory.kept.splice(4, 2)
    memory.past.splice(1, 1)
    Object.assign(memory.kept[1]!, { state: 'stale', sentences: [] })
    memory.writes.length = 0

    await weeksThrough(memory, '2026-11-22')

    expect(memory.writes).toEqual(['renewed daily 2026-11-09', 'major 2026-11-15', 'major 2026-11-22'])
    expect(memory.kept.find(({ period }) => period === '2026-11-15')!.sentences).toHaveLength(4)
  })

  test('something is forgotten while the model writes: no version is made of it, but one of the day as it is', async () => {
    const memory = talksOn(2)
    memory.onAsked = () => {
      if (memory.prompts.length === 2) Object.assign(memory.kept[0]!, { state: 'stale', sentences: [] })
    }

    await weeksThrough(memory, '2026-11-22')

    expect(memory.writes).toEqual(['daily 2026-11-02', 'renewed daily 2026-11-02', 'major 2026-11-08'])
  })

  test('a year that nobody summed up: a job writes so much at most, and no week before all days are there', async () => {
    const memory = new FakeMemory()
    for (let day = 0; day < 50; day++) {
      memory.say(new Date(Date.UTC(2026, 8, 27 + day, 11)).toISOString(), `This is day ${day}`)
    }

    await weeksThrough(memory, '2026-11-15')
    expect(memory.writes).toHaveLength(20)
    await weeksThrough(memory, '2026-11-15')
    expect(memory.ofKind('major')).toEqual([])
    await weeksThrough(memory, '2026-11-15')

    expect(memory.ofKind('daily')).toHaveLength(49)
    expect(memory.ofKind('major').map(({ throughNumber }) => throughNumber)).toEqual([
      7, 14, 21, 28, 35, 42, 49,
    ])
  })

  test('no model writes four sentences: two of before and two of the week are kept', async () => {
    const memory = talksOn(2)
    await weeksThrough(memory, '2026-11-08')
    memory.say('2026-11-10T11:00:00Z', 'Ray met Mia')
    memory.says = ({ system }) =>
      system.includes('FOUR') ? 'No.' : 'Ray met Mia on Tuesday.\nThey drank tea in Oslo.'

    await weeksThrough(memory, '2026-11-15')

    expect(memory.kept.at(-1)).toMatchObject({ state: 'extract' })
    expect(memory.kept.at(-1)!.sentences.map(({ text }) => text)).toEqual([
      'Ray told something of part 1.',
      'Ray told something of part 3.',
      'Ray met Mia on Tuesday.',
      'They drank tea in Oslo.',
    ])
  })
})
