import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import {
  cancelRunChannel,
  controlChannel,
  incidentQueue,
  runQueue,
  sandboxSweepQueue,
  type Incident,
  type Run,
} from '@aika/contracts'
import { broadcaster, consume, inspectQueues, openBrake, produce } from '@aika/queue'
import { createLogger } from '@aika/service-kit'
import { useRedis } from '@aika/queue/testing'
import { jobStates } from '../src/adapters/job-states.ts'
import { composeExecutor } from '../src/compose.ts'
import { ExecutorConfig } from '../src/config.ts'
import { containerName, readyName } from '../src/domain/container-name.ts'
import { containerSpec } from '../src/domain/container-spec.ts'
import { sweep } from '../src/domain/sweep.ts'
import { deviations, type InspectedContainer } from '../src/domain/verify-spec.ts'
import { dockerInspect, eventually, useRealEngine } from './real-engine.ts'

const redis = useRedis()
const host = useRealEngine({
  memoryBytes: 512 * 2 ** 20,
  fileSizeBytes: 256 * 2 ** 20,
  tmpBytes: 64 * 2 ** 20,
})
const quiet = createLogger('executor', 'silent')

const env = (more: Record<string, string> = {}): Record<string, string> => ({
  REDIS_PORT: String(redis.connection.port),
  HEALTH_PORT: '0',
  USER_DIR: host.userDir,
  ADMIN_DIR: host.adminDir,
  SANDBOX_OWNER: host.owner,
  SANDBOX_CPUS: '1',
  SANDBOX_PIDS: '64',
  ...more,
})
const start = (more?: Record<string, string>) => composeExecutor(ExecutorConfig.parse(env(more)), quiet)

/** One executor for all tests of a block: each start tries a sandbox, which takes its time. */
function useService(): void {
  let service: AsyncDisposable
  beforeAll(async () => {
    service = await start()
  })
  afterAll(() => service[Symbol.asyncDispose]())
}

let jobs = 0
const aRun = (script: string, more: Partial<Run> = {}): Run => ({
  runId: `tg-${process.pid}-${jobs++}`,
  traceId: 'trace-1234',
  userId: 42,
  command: { kind: 'shell', script },
  workdirRel: '',
  ...more,
})
/** Its runner waits as long as somebody holds the line. */
const keepWaiting = async (id: string) => {
  await host.engine.attach(id)
  await host.engine.start(id)
}
const waiting = { timeoutMs: 50_000 }
const mine = (name: string) => join(host.userDir, '42/files', name)

/** The service as a process of its own, so that it can be killed as one. */
async function startProcess(): Promise<ChildProcess> {
  const main = join(__dirname, '../src/main.ts')
  const child = spawn(process.execPath, [main], {
    env: { ...env(), PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of child.stdout) if (String(line).includes('"ready"')) break
  child.stdout.resume()
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

describe('executor, from the run queue to a result', () => {
  test('a command: its result, and its container is gone', async () => {
    await using runs = produce(runQueue, redis.connection)
    const service = await start()

    const result = await runs.request(aRun('echo hello; pwd', { workdirRel: 'files' }), waiting)
    await service[Symbol.asyncDispose]()

    expect(result).toMatchObject({
      stoppedReason: 'exit',
      exitCode: 0,
      stdout: 'hello\n/work/files\n',
      timeoutSeconds: 30,
    })
    expect(await host.containers()).toEqual([])
  })

  test('kill -9 while the command runs: another process gives its result, it ran once', async () => {
    await using runs = produce(runQueue, redis.connection)
    const first = await startProcess()
    const result = runs.request(
      aRun('echo ran >> files/killed; while [ ! -e files/killed-go ]; do sleep 0.05; done; cat files/killed'),
      waiting,
    )
    await eventually(() => fs.existsSync(mine('killed')) || undefined)

    await end(first, 'SIGKILL')
    fs.writeFileSync(mine('killed-go'), '')
    const second = await startProcess()

    await expect(result).resolves.toMatchObject({ stoppedReason: 'exit', exitCode: 0, stdout: 'ran\n' })
    await end(second, 'SIGTERM')
    expect(await host.containers()).toEqual([])
  })
})

describe('executor, run after run', () => {
  useService()

  test('the same job asked for twice: one command, one result', async () => {
    await using runs = produce(runQueue, redis.connection)
    const run = aRun('echo ran >> files/twice; cat files/twice')

    const results = [await runs.request(run, waiting), await runs.request(run, waiting)]

    expect(results.map(({ stdout }) => stdout)).toEqual(['ran\n', 'ran\n'])
  })

  test('Redis restarts while the command runs: its result arrives', async () => {
    await using runs = produce(runQueue, redis.connection)
    const result = runs.request(aRun('touch files/redis-begun; sleep 1; echo through'), waiting)
    await eventually(() => fs.existsSync(mine('redis-begun')) || undefined)

    await redis.restart('SIGKILL')

    await expect(result).resolves.toMatchObject({ stdout: 'through\n' })
  })

  test('Stop whose first broadcast is lost: the next one ends the command, and further ones change nothing', async () => {
    await using runs = produce(runQueue, redis.connection)
    await using channels = broadcaster(redis.connection)
    const run = aRun('touch files/lossy-begun; sleep 300')
    const result = runs.request(run, waiting)
    await eventually(() => fs.existsSync(mine('lossy-begun')) || undefined)

    for (let times = 0; times < 5; times++) {
      // The first goes to nobody.
      await channels.publish(times === 0 ? { ...cancelRunChannel, name: 'nobody' } : cancelRunChannel, {
        runId: run.runId,
      })
    }

    await expect(result).resolves.toMatchObject({ stoppedReason: 'cancelled' })
    await expect(runs.request(aRun('echo well'), waiting)).resolves.toMatchObject({ stdout: 'well\n' })
  })

  test('Stop: the command is killed, and that is a result', async () => {
    await using runs = produce(runQueue, redis.connection)
    await using channels = broadcaster(redis.connection)
    const run = aRun('touch files/stop-begun; sleep 300')
    const result = runs.request(run, waiting)
    await eventually(() => fs.existsSync(mine('stop-begun')) || undefined)

    await channels.publish(cancelRunChannel, { runId: run.runId })

    await expect(result).resolves.toMatchObject({ stoppedReason: 'cancelled' })
  })
})

describe('executor, panic', () => {
  const pauseOf = async (paused: boolean) => {
    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === runQueue.name)!
    await (paused ? queue.pause() : queue.resume())
  }

  test('its broadcast is lost: the hold on the queue is found, and sandboxes end all the same', async () => {
    await using _service = await start()
    await using runs = produce(runQueue, redis.connection)
    await using brake = openBrake([runQueue], redis.connection)
    const result = runs.request(aRun('touch files/p3; sleep 300'), waiting)
    await eventually(() => fs.existsSync(mine('p3')) || undefined)

    await brake.pauseQueues(new Date())

    await expect(result).resolves.toMatchObject({ stoppedReason: 'killed' })
    await brake.resumeQueues()
    await expect(runs.request(aRun('echo on'), waiting)).resolves.toMatchObject({ stdout: 'on\n' })
  })

  test('somebody pauses the queue in the console: what runs goes on', async () => {
    await using _service = await start()
    await using runs = produce(runQueue, redis.connection)
    const result = runs.request(aRun('touch files/p4; sleep 2.5; echo through'), waiting)
    await eventually(() => fs.existsSync(mine('p4')) || undefined)

    await pauseOf(true)

    await expect(result).resolves.toMatchObject({ stdout: 'through\n' })
    await pauseOf(false)
  })

  test('every sandbox of ours is ended, a dead executor’s too; a neighbour’s goes on; after resume all is well', async () => {
    await using runs = produce(runQueue, redis.connection)
    await using channels = broadcaster(redis.connection)
    const service = await start()
    const [one, two] = [aRun('touch files/p1; sleep 300'), aRun('touch files/p2; sleep 300', { userId: 43 })]
    const results = [runs.request(one, waiting), runs.request(two, waiting)]
    await host.workspace.ensureUserFolder(44)
    const spec = containerSpec(44, join(host.userDir, '44'), host.settings)
    const orphan = await host.engine.create(readyName(host.owner, '01'), spec)
    const foreign = { ...spec, Labels: { ...spec.Labels, 'aika.owner': `${host.owner}-other` } }
    const neighbour = await host.engine.create(`${host.owner}-other`, foreign)
    await Promise.all([orphan, neighbour].map(keepWaiting))
    await eventually(
      () => (fs.existsSync(mine('p1')) && fs.existsSync(join(host.userDir, '43/files/p2'))) || undefined,
    )

    await pauseOf(true)
    const later = runs.request(aRun('echo after'), waiting)
    await channels.publish(controlChannel, { kind: 'panic' })

    await expect(Promise.all(results)).resolves.toMatchObject([
      { stoppedReason: 'killed' },
      { stoppedReason: 'killed' },
    ])
    await eventually(async () =>
      (await host.engine.inspect(orphan))?.State.Running === false ? true : undefined,
    )
    expect((await host.engine.inspect(neighbour))?.State.Running).toBe(true)
    await pauseOf(false)
    await expect(later).resolves.toMatchObject({ stdout: 'after\n' })

    await service[Symbol.asyncDispose]()
    await Promise.all([host.engine.remove(orphan), host.engine.remove(neighbour)])
  })
})

describe('executor, with an engine that cannot serve (F-BOX 1)', () => {
  test('no engine at all: the job fails and says so, nothing runs, and admins get a report', async () => {
    const reported = Promise.withResolvers<Incident>()
    const note = async (incident: Incident) => (reported.resolve(incident), { told: false })
    const options = { connection: redis.connection, concurrency: 1, log: quiet }
    await using _summarizer = consume(incidentQueue, note, options)
    await using _service = await start({ DOCKER_SOCKET: '/nowhere/docker.sock' })
    await using runs = produce(runQueue, redis.connection)

    await expect(runs.request(aRun('touch files/no-engine'), waiting)).rejects.toThrow(
      /sandbox_unavailable: .*ENOENT/,
    )

    expect(fs.existsSync(mine('no-engine'))).toBe(false)
    const { report, ...incident } = await reported.promise
    expect(incident).toMatchObject({ service: 'executor', traceId: 'trace-1234', userId: 42 })
    expect(report).toContain('- queue: run')
    expect(report).not.toContain('touch files')
  })

  test('an engine that goes away while a command runs: the job fails and says so', async () => {
    const proxy = await cuttableProxy(join(host.userDir, 'proxy.sock'))
    await using _service = await start({ DOCKER_SOCKET: join(host.userDir, 'proxy.sock') })
    await using runs = produce(runQueue, redis.connection)
    const result = runs.request(aRun('echo ran >> files/cut; sleep 300'), waiting)
    result.catch(() => undefined)
    await eventually(() => fs.existsSync(mine('cut')) || undefined)

    proxy.cut()

    await expect(result).rejects.toThrow(/sandbox_unavailable/)
    expect(fs.readFileSync(mine('cut'), 'utf8')).toBe('ran\n')
  })

  test.each([
    ['the image is missing', { SANDBOX_IMAGE: 'aika-no-such-image:1' }, /no image "aika-no-such-image:1"/],
    ['the runtime is unknown', { SANDBOX_RUNTIME: 'nosuch' }, /does not know the runtime "nosuch"/],
    [
      'the data folder is elsewhere on the host',
      { HOST_DATA_DIR: '/nowhere' },
      /sandbox_unavailable: .*bind/,
    ],
  ])('%s: the job fails and says so', async (_what, change, message) => {
    await using _service = await start(change)
    await using runs = produce(runQueue, redis.connection)

    await expect(runs.request(aRun('echo no'), waiting)).rejects.toThrow(message)
    await eventually(async () => ((await host.containers()).length <= 1 ? true : undefined))
  })
})

describe('executor, what is left behind (F-BOX 4)', () => {
  test('a container that no job waits for, running: the sweep ends and removes it, others stay', async () => {
    await host.workspace.ensureUserFolder(42)
    const spec = containerSpec(42, join(host.userDir, '42'), host.settings)
    const orphan = await host.engine.create(readyName(host.owner, '02'), spec)
    host.bookings.book('no-such-job', orphan)
    const foreign = { ...spec, Labels: { ...spec.Labels, 'aika.owner': `${host.owner}-other` } }
    const neighbour = await host.engine.create(`${host.owner}-other`, foreign)
    await keepWaiting(orphan)
    await using states = jobStates(redis.connection)
    const containers = { list: () => host.engine.list(host.owner), remove: host.engine.remove }
    const in20Seconds = { now: () => new Date(Date.now() + 20_000) }

    const { bookings } = host
    expect(await sweep({ containers, runs: states, bookings, clock: in20Seconds })).toBeGreaterThanOrEqual(1)

    expect(await host.engine.inspect(orphan)).toBeUndefined()
    expect(await host.engine.inspect(neighbour)).toBeDefined()
    await host.engine.remove(neighbour)
  })

  test('a container whose job is being worked on: the sweep leaves it', async () => {
    await using _service = await start()
    await using runs = produce(runQueue, redis.connection)
    await using sweeps = produce(sandboxSweepQueue, redis.connection)
    await using states = jobStates(redis.connection)
    const run = aRun('touch files/swept; while [ ! -e files/swept-go ]; do sleep 0.05; done; echo through')
    const result = runs.request(run, waiting)
    await eventually(() => fs.existsSync(mine('swept')) || undefined)
    const remove = host.engine.remove
    const { containerId } = host.bookings.of(run.runId)!
    const containers = {
      list: async () => (await host.engine.list(host.owner)).filter((one) => one.containerId === containerId),
      remove,
    }
    const tomorrow = { now: () => new Date(Date.now() + 86_400_000) }

    expect(await sweep({ containers, runs: states, bookings: host.bookings, clock: tomorrow })).toBe(0)
    expect(await sweeps.request({}, waiting)).toEqual({ handled: 0 })
    fs.writeFileSync(mine('swept-go'), '')

    await expect(result).resolves.toMatchObject({ stdout: 'through\n' })
    expect(await states.isAwaited(run.runId)).toBe(false)
  })
})

describe('executor, hostile payloads at the job’s door (F-BOX 3)', () => {
  useService()
  const command = { kind: 'shell', script: 'echo pwn' }
  const hostile: [string, Record<string, unknown>][] = [
    ['Docker options', { HostConfig: { Privileged: true } }],
    ['an image', { image: 'debian:bookworm-slim' }],
    ['binds', { binds: ['/:/host'] }],
    ['a network', { networkMode: 'host' }],
    ['an environment', { env: ['LD_PRELOAD=/work/x.so'] }],
    ['a user', { user: '0:0' }],
    ['a user id that is a path', { userId: '../43' }],
    ['a user id that is negative', { userId: -42 }],
    ['a user id with a fraction', { userId: 42.5 }],
    ['a user id that is an object', { userId: { toString: 'x' } }],
    ['a run id that is a path', { runId: '../../x' }],
    ['a run id with options', { runId: 'x --privileged' }],
    ['a run id of 10,000 letters', { runId: 'x'.repeat(10_000) }],
    ['no run id', { runId: undefined }],
    ['endless time', { timeoutSeconds: 1e9 }],
    ['negative time', { timeoutSeconds: -1 }],
    ['a script of 1 MB', { command: { kind: 'shell', script: 'x'.repeat(1_000_000) } }],
    ['a command that is a string', { command: 'echo pwn' }],
    ['argv with objects', { command: { kind: 'argv', argv: [{ toString: 'x' }] } }],
    [
      'a prototype',
      { ['__proto__']: { privileged: true }, constructor: { prototype: { privileged: true } } },
    ],
  ]

  test('each is refused before there is a container', async () => {
    // Past the contract, as somebody with Redis in their hands would.
    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === runQueue.name)!
    const before = await host.containers()

    for (const [what, change] of hostile) {
      const data = {
        runId: `evil-${jobs++}`,
        traceId: 'trace-1234',
        userId: 42,
        command,
        workdirRel: '',
        ...change,
      }
      const job = await queue.add('run', data, { jobId: `evil-${jobs++}` })
      const reason = await eventually(async () => (await queue.getJob(job.id!))?.failedReason)
      expect([what, reason]).toEqual([what, expect.stringContaining('does not fit its contract')])
    }
    expect(await host.containers()).toEqual(before)
  })

  const risky: [string, Partial<Run>][] = [
    [
      'a script that looks like options',
      { command: { kind: 'shell', script: 'sleep 1 # --privileged -v /:/host' } },
    ],
    ['argv that looks like options', { command: { kind: 'argv', argv: ['sleep', '--', '1'] } }],
    ['a working folder that looks like an option', { workdirRel: '--unset=PATH' }],
    ['the largest user id', { userId: Number.MAX_SAFE_INTEGER }],
    ['the longest run id', { runId: `r${'x'.repeat(119)}` }],
  ]

  test.each(risky)('%s: fits, and the container is as the spec says', async (_what, change) => {
    await using runs = produce(runQueue, redis.connection)
    await host.workspace.user(42).writeFile('--unset=PATH/x', Buffer.from(''), { maxBytes: 1 })
    const run = aRun('sleep 1', change)
    const result = runs.request(run, waiting)

    const name = containerName(host.owner, run.runId)
    await eventually(() => host.engine.inspect(name))
    const real = dockerInspect(name) as unknown as InspectedContainer
    const settings = { ...host.settings, cpus: 1, pids: 64 }
    const pinned = containerSpec(run.userId, join(host.userDir, String(run.userId)), settings)

    expect(deviations(pinned, real)).toEqual([])
    expect(await result).toMatchObject({ stoppedReason: 'exit', exitCode: 0 })
  })
})

/** Between the service and the engine's socket, until it is cut for good. */
async function cuttableProxy(path: string): Promise<{ cut(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect('/var/run/docker.sock')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
