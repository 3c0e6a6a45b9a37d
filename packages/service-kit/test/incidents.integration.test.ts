import { incidentQueue, type Incident } from '@aika/contracts'
import { consume, produce, type Connection } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createLogger, incidents } from '../src/index.ts'

const redis = useRedis()
const quiet = createLogger('test', 'silent')

/** The next incident in the queue, as its consumer gets it. */
async function nextIncident(connection: Connection): Promise<Incident> {
  const { promise, resolve } = Promise.withResolvers<Incident>()
  const handler = async (incident: Incident) => (resolve(incident), { told: false })
  await using _consumer = consume(incidentQueue, handler, { connection, concurrency: 1, log: quiet })
  return await promise
}

/** A service that ends in the given way once it is ready. */
async function dyingService(ending: string): Promise<{ code: number | null; said: string }> {
  const kit = join(__dirname, '../src/index.ts')
  const script = `import { runService } from ${JSON.stringify(kit)}
    await runService('dying', async () => {
      setTimeout(function inTheBackground() { ${ending} }, 50)
      return { async [Symbol.asyncDispose]() {} }
    })`
  const env = { PATH: process.env['PATH'], REDIS_PORT: String(redis.connection.port) }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env, stdio: 'pipe' })
  let said = ''
  child.stdout.on('data', (text) => (said += text))
  child.stderr.on('data', (text) => (said += text))
  const timer = setTimeout(() => child.kill('SIGTERM'), 3_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code, said }
}

test('Redis restarts: what was reported meanwhile arrives', async () => {
  await using producer = produce(incidentQueue, redis.connection)
  await using line = incidents(producer, 'test', quiet, { retryMs: 100 })
  const arrived = nextIncident(redis.connection)
  const restarted = redis.restart('SIGKILL')

  const id = line.report(new RangeError('while Redis was away'), { traceId: 'trace-1234' })
  await restarted

  await expect(arrived).resolves.toMatchObject({ incidentId: id, traceId: 'trace-1234' })
})

describe('a service', () => {
  test('dies of an exception that nobody caught: it says so, exits with 1, and a report is queued', async () => {
    const arrived = nextIncident(redis.connection)

    const { code, said } = await dyingService(`throw new TypeError('nobody caught me')`)

    expect(code).toBe(1)
    expect(said).toContain('nobody caught me')
    await expect(arrived).resolves.toMatchObject({
      service: 'dying',
      title: 'TypeError: nobody caught me',
      report: expect.stringContaining('- what: uncaught exception'),
    })
  })

  test('forgets to handle a rejection: it goes on, and a report is queued', async () => {
    const arrived = nextIncident(redis.connection)

    const { code } = await dyingService(`void Promise.reject(new Error('nobody handled me'))`)

    expect(code).toBe(0)
    await expect(arrived).resolves.toMatchObject({
      title: 'Error: nobody handled me',
      report: expect.stringContaining('- what: unhandled rejection'),
    })
  })
})
