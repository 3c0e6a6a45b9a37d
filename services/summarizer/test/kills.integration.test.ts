import { summaryQueue, type Summary as Work } from '@aika/contracts'
import { inspectQueues, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import type { Summary } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../../../tests/support/random.ts'
import { countSentences, mayHave } from '../src/domain/sentences.ts'
import { Audit } from './kills/audit.ts'
import { BusyPeople, type BusyPerson } from './kills/busy-people.ts'
import { bundleInto, SummarizerProcess } from './kills/summarizer-processes.ts'

/** More of them with AIKA_KILLS; AIKA_KILL_SEED repeats the moments of a run. */
const kills = Number(process.env['AIKA_KILLS'] ?? 200)
const seed = Number(process.env['AIKA_KILL_SEED'] ?? Date.now() % 1_000_000)
const processesAtOnce = 3
/** A process is killed within so long of its first call to a model, one in ten of its start. */
const longestLifeMs = 120
/** What becomes of a call now and then. */
const trouble = [
  { party: 'groq', kind: 'flood', retryAfterSeconds: 1, times: 2 },
  { party: 'groq', kind: 'hang', times: 1 },
  { party: 'groq', kind: 'drop', times: 1 },
] as const
/** What a model says now and then: none of it may be kept. */
const garbage = ['<think>Hm. Not yet', 'Okay.', '{"summary": []}', 'One. Two. Three. Four. Five.', '']

describe('the summarizer, killed again and again', () => {
  const redis = useRedis()
  const database = temporaryDatabase()
  let standIns: StandIns
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aika-kills-'))
    standIns = await startStandIns({ port: 0 })
  })
  afterAll(async () => {
    await standIns[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  test(`${kills} kills (seed ${seed}): each exchange, fold, day and week is written once, none is lost`, async () => {
    const random = new Random(seed)
    const program = await bundleInto(folder)
    using audit = new Audit(database.path)
    await using people = await BusyPeople.open(database)
    await using summaries = produce(summaryQueue, redis.connection)
    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === summaryQueue.name)!
    const unfinished = async () => {
      const {
        waiting = 0,
        active = 0,
        delayed = 0,
      } = await queue.getJobCounts('waiting', 'active', 'delayed')
      return waiting + active + delayed
    }
    const ask = async (works: Work[]) => {
      for (const work of random.shuffled(works)) await summaries.enqueue(work)
    }
    scriptModel(random)

    const persons = [
      await people.lived(1001, [9, 4, 0, 12, 45, 3, 8, 2, 0, 6]),
      await people.lived(1002, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
      await people.lived(1003, [20, 33]),
    ]
    forgetOneOf(persons[1]!, audit)
    for (const person of persons) await ask(await people.dueOf(person))
    let born = 0
    const aProcess = () =>
      new SummarizerProcess(program, `process-token-${String(born++).padStart(6, '0')}`, environment())
    let killed = 0
    await Promise.all(
      Array.from({ length: processesAtOnce }, async (_, slot) => {
        while (killed < kills) {
          if (killed++ % 15 === 0) standIns.faults.add(trouble[killed % trouble.length]!)
          if ((await unfinished()) < 40) await ask(await people.talk(persons[slot]!, 12))
          const process = aProcess()
          await process.ready()
          if (random.chance(0.9)) await hasAsked(process.token)
          await delay(random.next() * longestLifeMs)
          await process.kill()
        }
      }),
    )
    standIns.faults.clear()
    const survivors = [aProcess(), aProcess()]
    while ((await unfinished()) > 0) await delay(100)
    await Promise.all(survivors.map((process) => process.kill()))

    const counts = audit.counts()
    const wanted = wantedOf(persons, audit)
    expect([...counts.keys()].filter((what) => !what.startsWith('fold')).toSorted()).toEqual(
      wanted.toSorted(),
    )
    expect([...counts].filter(([, times]) => times !== 1)).toEqual([])
    expectAllToBeCovered(persons, audit)
    expectSentences(audit)
    expect(await queue.getJobCounts('failed')).toEqual({ failed: 0 })
    const calls = standIns.journal.entries({ party: 'groq', limit: 10_000 })
    const busy = new Set(calls.map(({ key }) => key)).size
    process.stdout.write(`${killed} kills, ${busy} of ${born} processes had asked a model, ${calls.length} calls for ${counts.size} writes\n`) // prettier-ignore
    expect(busy).toBeGreaterThan(kills / 2)
    // Two jobs at a time die with a process; each bad answer costs one more call.
    expect(calls.length).toBeLessThan(counts.size * 1.5 + 2 * kills)
  }, 240_000)

  /** Whatever it does then: when all that is left belongs to the dead, it will never ask. */
  async function hasAsked(token: string): Promise<void> {
    let since = 0
    for (let polls = 0; polls < 400; polls++) {
      const entries = standIns.journal.entries({ party: 'groq', since })
      if (entries.some(({ key }) => key === token)) return
      since = entries.at(-1)?.seq ?? since
      await delay(5)
    }
  }

  const environment = () => ({
    REDIS_HOST: redis.connection.host!,
    REDIS_PORT: String(redis.connection.port),
    DATABASE_PATH: database.path,
    ADMIN_DIR: join(folder, 'admin'),
    GATEWAY_URL: standIns.url,
  })

  /** Answers take a moment, and one in twelve is garbage. */
  function scriptModel(random: Random) {
    const replies = Array.from({ length: 240 }, (_, index) => ({
      delayMs: 5 + random.whole(0, 39),
      ...(index % 12 === 0 && { text: garbage[(index / 12) % garbage.length]! }),
    }))
    standIns.groq.script({ replies, repeat: true })
  }
})

/** A day of which something was forgotten before all this began. */
function forgetOneOf({ userId, days }: BusyPerson, audit: Audit): void {
  audit.run(`
    INSERT INTO "Summary" ("userId", "kind", "period", "fromNumber", "throughNumber", "state", "sentences", "createdAt")
    SELECT ${userId}, 'daily', '${days[0]}', min("number"), min("number"), 'stale', '[]', '2026-11-21T00:00:00.000+00:00'
    FROM "Turn" WHERE "chatId" = ${userId};
  `)
}

function wantedOf(persons: BusyPerson[], audit: Audit): string[] {
  const turns = audit.all<{ id: string }>(`SELECT "id" FROM "Turn"`)
  return [
    ...turns.map(({ id }) => `sentence ${id}`),
    ...persons.flatMap(({ userId, days }) => days.map((day) => `daily ${userId} ${day}`)),
    ...persons.flatMap(({ userId, weeks }) => weeks.map((week) => `major ${userId} ${week}`)),
    `renewed ${persons[1]!.userId} ${persons[1]!.days[0]}`,
  ]
}

type Row = Pick<Summary, 'kind' | 'fromNumber' | 'throughNumber'> & { sentences: string }

/** One begins with the turn after the end of the one before, and the last ends with the last there is. */
function expectAllToBeCovered(persons: BusyPerson[], audit: Audit): void {
  for (const { userId, today } of persons) {
    const turns = audit.all<{ number: number; startedAt: string }>(
      `SELECT "number", "startedAt" FROM "Turn" WHERE "chatId" = ${userId} ORDER BY "number"`,
    )
    const past = turns.filter(({ startedAt }) => new Date(startedAt) < today).map(({ number }) => number)
    const ofToday = turns.filter(({ startedAt }) => new Date(startedAt) >= today).map(({ number }) => number)
    const rows = audit.all<Row>(
      `SELECT "kind", "fromNumber", "throughNumber" FROM "Summary" WHERE "userId" = ${userId} ORDER BY "throughNumber"`,
    )
    const isOf = (numbers: number[]) => (row: Row) => numbers.includes(row.throughNumber)
    const dailies = rows.filter(({ kind }) => kind === 'daily')
    const folds = rows.filter(({ kind }) => kind === 'fold').filter(isOf(ofToday))
    expect(turnsWithin(dailies, past)).toEqual(past)
    expect(turnsWithin(folds, ofToday)).toEqual(ofToday)
  }
}

const turnsWithin = (rows: Row[], numbers: number[]) =>
  rows.flatMap((row) => numbers.filter((number) => number >= row.fromNumber && number <= row.throughNumber))

/** One, two or four, each with exchanges of the same person behind it. */
function expectSentences(audit: Audit): void {
  const exchanges = audit.all<{ sentence: string }>(`SELECT "sentence" FROM "Turn"`)
  expect(exchanges.filter(({ sentence }) => countSentences(sentence) !== 1)).toEqual([])
  const rows = audit.all<{ userId: number; kind: string; sentences: string }>(`SELECT * FROM "Summary"`)
  for (const { userId, kind, sentences } of rows) {
    const kept = JSON.parse(sentences) as { text: string; turnIds: string[] }[]
    expect(mayHave(kind === 'major' ? 4 : 2, kept.map(({ text }) => text).join(' '))).toBe(true)
    for (const { turnIds } of kept) {
      expect(turnIds.length).toBeGreaterThan(0)
      expect(turnIds.filter((id) => !id.startsWith(`tg-${userId}-`))).toEqual([])
    }
  }
}
