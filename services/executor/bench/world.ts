import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepareQueue, runQueue, type Run, type RunResult } from '@aika/contracts'
import { produce, redisConnection, type Connection } from '@aika/queue'
import { createLogger } from '@aika/service-kit'
import { dockerEngine, type Engine } from '../src/adapters/engine.ts'
import { ExecutorConfig, sandboxSettings } from '../src/config.ts'
import { sandboxUser, type SandboxSettings } from '../src/domain/container-spec.ts'
import type { Sandbox } from '../src/domain/sandbox.ts'
import { openSandbox } from '../src/open-sandbox.ts'
import { freePort } from '../../../bench/lib/free-port.ts'
import { run } from '../../../bench/lib/run.ts'
import { root } from '../../../bench/lib/stack.ts'

/** An executor as it is installed: with its defaults, its socket proxy, a real Redis and a real engine. */
export interface World extends AsyncDisposable {
  settings: SandboxSettings
  /** Where people's folders are, on this machine. */
  userDir: string
  /** Past the proxy, for what is compared with. */
  engine: Engine
  /** The executor's own core, in this process. */
  sandbox: Sandbox
  /** The service, as a process of its own. */
  service: { pid: number; run(run: Run): Promise<RunResult>; prepare(userId: number): Promise<boolean> }
}

const owner = 'aika-figures-sandbox'
const waiting = { timeoutMs: 120_000 }

export async function openWorld(): Promise<World> {
  await using resources = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'aika-figures-'))
  resources.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const userDir = path.join(folder, 'users')
  await mkdir(userDir)
  if (process.getuid?.() === 0) await chown(userDir, sandboxUser.uid, sandboxUser.gid)

  const port = await freePort()
  const redis = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--save',
    '',
  ]
  resources.use(
    await started('redis-server', [...redis, '--maxmemory-policy', 'noeviction'], /ready to accept/i, {}),
  )
  const env = {
    REDIS_PORT: String(port),
    HEALTH_PORT: '0',
    USER_DIR: userDir,
    ADMIN_DIR: path.join(folder, 'admin'),
    HOST_DATA_DIR: folder,
    SANDBOX_OWNER: owner,
    ENGINE_SOCKET: path.join(folder, 'engine.sock'),
    LOG_LEVEL: 'info',
  }
  const executor = path.join(root, 'services/executor/src')
  const proxy = path.join(executor, 'socket-proxy')
  const proxySettings = await run(process.execPath, [path.join(proxy, 'settings.ts')], env)
  resources.use(await started(process.execPath, [path.join(proxy, 'main.ts')], /"ready"/, env, proxySettings))
  const engine = dockerEngine('/var/run/docker.sock')
  resources.defer(async () => {
    for (const { containerId } of await engine.list(owner)) await engine.remove(containerId)
  })
  const config = ExecutorConfig.parse(env)
  const { sandbox, pool } = openSandbox(config, createLogger('executor', 'warn'))
  resources.use(pool)
  const child = resources.use(
    await started(process.execPath, [path.join(executor, 'main.ts')], /"ready"/, env),
  )
  const connection = redisConnection(config)
  const service = { pid: child.pid, ...resources.use(doorsOf(connection)) }
  const parts = { settings: sandboxSettings(config), sandbox, userDir, engine, service }
  const all = resources.move()
  return { ...parts, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

function doorsOf(connection: Connection) {
  const runs = produce(runQueue, connection)
  const hints = produce(prepareQueue, connection)
  return {
    run: (run: Run) => runs.request(run, waiting),
    prepare: async (userId: number) => (await hints.request({ userId, traceId: 'figures-1' }, waiting)).ready,
    async [Symbol.asyncDispose]() {
      await Promise.all([runs[Symbol.asyncDispose](), hints[Symbol.asyncDispose]()])
    },
  }
}

/** Starts a program and waits until it says that it is there. */
async function started(command: string, args: string[], ready: RegExp, env: NodeJS.ProcessEnv, input = '') {
  const child: ChildProcess = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin!.end(input)
  for await (const text of child.stdout!) if (ready.test(String(text))) break
  child.stdout!.resume()
  return {
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await Promise.race([gone, sleep(10_000).then(() => child.kill('SIGKILL'))])
    },
  }
}
