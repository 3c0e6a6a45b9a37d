import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runQueue, type Run, type RunResult } from '../../../packages/contracts/src/index.ts'
import { openRedis, produce, type Connection } from '../../../packages/queue/src/index.ts'
import { listenForHits, type Hits } from './listener.ts'
import { outputOf, servicesUser, startService, startVisitor, type Visitor } from './processes.ts'

/** What the executor may give each person here: small, so that floods are short. */
export const quota = { bytes: 128 * 2 ** 20, files: 10_000 }
/** What the executor keeps of each output. */
export const keptBytes = 65_536

/** An executor with everything that it must not give away around it. All of it is gone after disposal. */
export interface World {
  /** Host folders: `users` with everybody's, `host` with a file that is nobody's. */
  readonly folder: string
  readonly hits: Hits
  readonly visitor: Visitor
  /** Where each of the words is kept that must never come out of a sandbox or a log. */
  readonly canaries: Readonly<Record<string, string>>
  /** What the services have logged until now. */
  log(): string
  isAlive(): boolean
  executorPeakMiB(): number
  send(run: Omit<Run, 'traceId'>): Promise<RunResult>
  /** Names of this world's containers, of one person's if one is given. */
  containers(userId?: number): Promise<string[]>
  /** What has changed around the sandboxes since the beginning. */
  damage(): string[]
  /** Puts our addresses and folders into a command. */
  fill(text: string): string
  /** Ends the services; what is left of a sandbox then is left for good. */
  end(): Promise<void>
}

export const neighbour = 200

export async function openWorld(redis: Connection): Promise<World> {
  const token = randomBytes(4).toString('hex')
  const canaries = makeCanaries()
  const folder = makeFolders(token, canaries)
  await using resources = new AsyncDisposableStack()
  resources.defer(() => fs.rmSync(folder, { recursive: true, force: true }))
  const connection = await withPassword(redis, canaries.redis)
  const hits = resources.use(await listenForHits(`aika-attacks-${token}`, canaries.listener))
  const env = settings(folder, `aika-attacks-${token}`, connection, canaries)
  const proxySettings = outputOf('socket-proxy/settings.ts', env)
  const proxy = resources.use(await startService('socket-proxy/main.ts', {}, proxySettings))
  const executor = resources.use(await startService('main.ts', { ...env, DOCKER_SOCKET: env.ENGINE_SOCKET }))
  const visitor = resources.use(startVisitor({ USER_DIR: env.USER_DIR, SERVICE_TOKEN: canaries.visitor }))
  const runs = resources.use(produce(runQueue, connection))
  const before = fingerprint(folder)
  const held = resources.move()
  return {
    folder,
    hits,
    visitor,
    canaries,
    log: () => executor.log() + proxy.log(),
    isAlive: () => executor.isAlive() && proxy.isAlive(),
    executorPeakMiB: () => executor.peakMiB(),
    send: (run) => runs.request({ ...run, traceId: 'attack-0001' }, { timeoutMs: 90_000 }),
    containers: (userId) => containersOf(env.SANDBOX_OWNER, userId),
    damage: () => differences(before, fingerprint(folder)),
    fill: (text) => filled(text, folder, hits),
    end: () => held.disposeAsync(),
  }
}

const makeCanaries = () => {
  const word = (what: string) => `canary-${what}-${randomBytes(8).toString('hex')}`
  return {
    host: word('host'),
    neighbour: word('neighbour'),
    redis: word('redis'),
    executor: word('executor'),
    visitor: word('visitor'),
    listener: word('listener'),
  }
}
type Canaries = ReturnType<typeof makeCanaries>

function makeFolders(token: string, canaries: Canaries): string {
  const folder = fs.mkdtempSync(join(tmpdir(), `aika-attacks-${token}-`))
  fs.chmodSync(folder, 0o755)
  for (const name of ['users', `users/${neighbour}`, 'host', 'admin', 'engine'])
    fs.mkdirSync(join(folder, name))
  fs.writeFileSync(join(folder, `users/${neighbour}/secret.txt`), canaries.neighbour)
  fs.writeFileSync(join(folder, 'host/HOST_SECRET'), canaries.host)
  const { uid, gid } = servicesUser
  for (const name of ['users', `users/${neighbour}`, `users/${neighbour}/secret.txt`])
    fs.chownSync(join(folder, name), uid, gid)
  // Readable for everybody, so that only the walls of the sandbox are in the way.
  fs.chmodSync(join(folder, `users/${neighbour}`), 0o755)
  return folder
}

const settings = (folder: string, owner: string, connection: Connection, canaries: Canaries) => ({
  REDIS_HOST: connection.host,
  REDIS_PORT: String(connection.port),
  REDIS_PASSWORD: canaries.redis,
  PROVIDER_KEY: canaries.executor,
  HEALTH_PORT: '0',
  HOST_DATA_DIR: folder,
  USER_DIR: join(folder, 'users'),
  ADMIN_DIR: join(folder, 'admin'),
  ENGINE_SOCKET: join(folder, 'engine/engine.sock'),
  USER_QUOTA_MB: String(quota.bytes / 2 ** 20),
  USER_MAX_FILES: String(quota.files),
  SANDBOX_OWNER: owner,
  SANDBOX_CPUS: '1',
  SANDBOX_OUTPUT_BYTES: String(keptBytes),
  EXECUTOR_CONCURRENCY: '4',
})

/** Gives a Redis of ours a password, as the composed one has. */
async function withPassword(connection: Connection, password: string): Promise<Connection> {
  const redis = openRedis(connection)
  await redis.config('SET', 'requirepass', password)
  redis.disconnect()
  return { ...connection, password }
}

async function containersOf(owner: string, userId?: number): Promise<string[]> {
  const labels = [`label=aika.owner=${owner}`, ...(userId ? [`label=aika.user=${userId}`] : [])]
  const filters = labels.flatMap((label) => ['--filter', label])
  const { stdout } = await promisify(execFile)('docker', ['ps', '-a', ...filters, '--format', '{{.Names}}'])
  return stdout.split('\n').filter(Boolean)
}

/** All that attacks might change outside their own folder: our files, and some of the machine's. */
function fingerprint(folder: string): Record<string, string> {
  const files = ['host', `users/${neighbour}`].flatMap((name) =>
    fs.readdirSync(join(folder, name)).map((file) => join(folder, name, file)),
  )
  const contents = files.map((file) => [file, fs.readFileSync(file, 'utf8')])
  const known = ['/proc/sys/kernel/core_pattern', '/proc/sys/kernel/hostname']
  const settled = known.map((file) => [file, fs.readFileSync(file, 'utf8')])
  const absent = ['/etc/newdir', '/PWNED', '/work/PWNED'].map((file) => [file, String(fs.existsSync(file))])
  return Object.fromEntries([...contents, ...settled, ...absent])
}

const differences = (before: Record<string, string>, after: Record<string, string>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .map((key) => `${key} was changed`)

function filled(text: string, folder: string, hits: Hits): string {
  return text
    .replaceAll('@CANARYHOST@', hits.host)
    .replaceAll('@CANARYHOST6@', hits.host6)
    .replaceAll('@CANARYPORT@', String(hits.port))
    .replaceAll('@HOSTROOT@', join(folder, 'host'))
    .replaceAll('@USERS@', join(folder, 'users'))
    .replaceAll(/@REPEAT:(.):(\d+)@/g, (_, letter: string, times: string) => letter.repeat(Number(times)))
}

/** Processes of this machine that have one of these folders mounted. */
export function processesIn(folder: string): string[] {
  const script = `grep -ls ${JSON.stringify(folder.split('/').at(-1))} /proc/[0-9]*/mountinfo; true`
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean)
}
