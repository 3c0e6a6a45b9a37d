import { incidentQueue, replyQueue, type Incident, type Reply } from '@aika/contracts'
import { consume, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportFiles } from '../src/adapters/report-files.ts'
import { composeSummarizer } from '../src/compose.ts'
import { SummarizerConfig } from '../src/config.ts'

const log = createLogger('test', 'silent')
const said = [
  'CAUSE: The chat has no messages yet.',
  'WHY: Line 12 reads the first one.',
  'PATCH:',
  '- check for it',
].join('\n')

describe('summarizer, from an incident to the admins', () => {
  const redis = useRedis()
  let standIns: StandIns
  let adminDir = ''
  let fingerprints = 0

  beforeAll(async () => {
    standIns = await startStandIns({ port: 0 })
  })
  beforeEach(() => {
    standIns.reset()
    adminDir = mkdtempSync(join(tmpdir(), 'aika-admin-'))
  })
  afterAll(() => standIns[Symbol.asyncDispose]())

  /** A database for each, as what was told before counts. */
  const start = (more: { groq?: string; triageMs?: number } = {}) => {
    const database = temporaryDatabase()
    const config = SummarizerConfig.parse({
      REDIS_HOST: redis.connection.host,
      REDIS_PORT: String(redis.connection.port),
      HEALTH_PORT: '0',
      DATABASE_PATH: database.path,
      GATEWAY_URL: more.groq ?? standIns.url,
      GATEWAY_TOKEN: 'service-token-0000',
      ADMIN_USER_IDS: '11',
      ADMIN_DIR: adminDir,
    })
    return composeSummarizer(config, log, more.triageMs ? { triageMs: more.triageMs } : {})
  }

  const anIncident = (more: Partial<Incident> = {}): Incident => ({
    incidentId: `e-${String(fingerprints).padStart(6, 'x')}`,
    fingerprint: (fingerprints++).toString(16).padStart(16, '0'),
    at: Date.parse('2026-11-21T10:30:00Z'),
    service: 'bot',
    title: 'TypeError: it broke',
    report: '# TypeError: it broke\n\n> 12 const first = messages[0].text\n',
    traceId: 'trace-1234',
    ...more,
  })

  /** What admins are told for it, and the report as it stands then. */
  async function handled(incident: Incident) {
    const heard = Promise.withResolvers<Reply>()
    await using _bot = consume(replyQueue, async (reply) => (heard.resolve(reply), { messageIds: [] }), {
      connection: redis.connection,
      concurrency: 1,
      log,
    })
    await using queue = produce(incidentQueue, redis.connection)
    const result = await queue.request(incident, { timeoutMs: 20_000 })
    const reply = await heard.promise
    const folder = join(adminDir, 'error_reports')
    const [name] = readdirSync(folder)
    return { result, reply, name: name!, report: readFileSync(join(folder, name!), 'utf8') }
  }
  const wordsOf = ({ body }: Reply) => (body as { markdown: string }).markdown

  test('a report is filed, its cause asked for in the way gpt-oss needs, and admins are told', async () => {
    standIns.groq.script({ replies: [{ text: said }] })
    await using _summarizer = await start()

    const { result, reply, name, report } = await handled(anIncident())

    expect(result).toEqual({ told: true })
    expect(report).toMatch(/^# TypeError: it broke[\s\S]*## Triage\n\nCAUSE: The chat has no messages yet\./)
    expect(statSync(join(adminDir, 'error_reports', name)).mode & 0o777).toBe(0o600)
    expect(reply).toMatchObject({ chatId: 11, traceId: 'trace-1234' })
    expect(wordsOf(reply)).toContain('Likely cause: The chat has no messages yet.')
    expect(wordsOf(reply)).toContain(name)
    const [asked] = standIns.journal.entries({ party: 'groq' })
    expect(asked).toMatchObject({
      request: { model: 'openai/gpt-oss-120b', reasoning_effort: 'low', include_reasoning: false },
    })
    expect(JSON.stringify(asked!.request)).toContain('const first = messages[0].text')
  })

  test('Groq is down: admins are told without a cause, the report is there', async () => {
    await using _summarizer = await start({ groq: 'http://127.0.0.1:1' })

    const { reply, report } = await handled(anIncident())

    expect(wordsOf(reply)).not.toContain('cause')
    expect(report).toMatch(/^# TypeError: it broke/)
    expect(report).not.toContain('Triage')
  })

  test('Groq hangs: it is not waited for beyond the limit', async () => {
    standIns.faults.add({ party: 'groq', kind: 'hang' })
    await using _summarizer = await start({ triageMs: 200 })

    const { reply } = await handled(anIncident())

    expect(wordsOf(reply)).not.toContain('cause')
  })

  test('Groq has no quota left, or says garbage: it was asked once, and the job is over', async () => {
    standIns.groq.script({ replies: [{ status: 429, body: {} }, { text: 'I am a teapot.' }] })
    await using _summarizer = await start()

    for (const incident of [anIncident(), anIncident()]) {
      expect(wordsOf((await handled(incident)).reply)).not.toContain('cause')
    }

    expect(standIns.journal.entries({ party: 'groq' })).toHaveLength(2)
  })

  test('the same job twice: one count, one file, one message', async () => {
    standIns.groq.script({ replies: [{ text: said }], repeat: true })
    await using _summarizer = await start()
    const incident = anIncident()
    await handled(incident)
    await using again = produce({ ...incidentQueue, jobId: () => 'again' }, redis.connection)

    await expect(again.request(incident, { timeoutMs: 20_000 })).resolves.toEqual({ told: false })

    expect(readdirSync(join(adminDir, 'error_reports'))).toHaveLength(1)
  })

  test('five hundred reports are kept, the newest; what else is in the folder stays', async () => {
    const folder = join(adminDir, 'kept')
    const files = reportFiles(folder, 5)
    const name = (index: number) => `20261121-1030${String(index).padStart(2, '0')}-e-aaaaaa.md`
    await files.keep(name(0), 'x')
    writeFileSync(join(folder, 'notes.md'), 'mine')

    for (let index = 1; index < 12; index++) await files.keep(name(index), 'x')

    expect(new Set(readdirSync(folder))).toEqual(
      new Set([...Array.from({ length: 5 }, (_, index) => name(index + 7)), 'notes.md']),
    )
  })
})
