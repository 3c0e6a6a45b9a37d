import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { asRoot, run, show } from './run.ts'
import { StandIns } from './stand-ins.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** Everybody the figures speak as. */
export const people = Array.from({ length: 50 }, (_, index) => 2_001 + index)

/** Containers that are ours; the stand-ins play Telegram and the models and are not. */
const parts = ['redis', 'gateway', 'agent', 'bot', 'executor', 'summarizer', 'scheduler', 'console']

/** One composed installation of its own, made and removed here. Every other one on the engine is left alone. */
export class Stack implements AsyncDisposable {
  readonly project: string
  readonly standIns: StandIns
  readonly #env: NodeJS.ProcessEnv
  readonly #state: string

  private constructor(project: string, env: NodeJS.ProcessEnv, standIns: StandIns) {
    this.project = project
    this.#env = env
    this.#state = path.join(root, '.aika', project)
    this.standIns = standIns
  }

  /** Builds the images and starts everything, as `./aika demo` does. */
  static async start(project: string): Promise<Stack> {
    const demoPort = await freePort()
    const env = {
      AIKA_PROJECT: project,
      DEMO_PORT: String(demoPort),
      CONSOLE_PORT: String(await freePort()),
      ALLOWED_USER_IDS: people.join(),
      ADMIN_USER_IDS: '',
      TELEGRAM_USER_ALIASES: '',
    }
    await show(path.join(root, 'aika'), ['demo', '--yes'], env)
    const ports = await readFile(path.join(root, '.aika', project, 'compose.env'), 'utf8')
    const port = Number(/^DEMO_PORT=(\d+)/m.exec(ports)?.[1] ?? demoPort)
    return new Stack(project, { ...env, DEMO_PORT: String(port) }, new StandIns(port))
  }

  compose(...args: string[]): Promise<string> {
    const files = ['docker-compose.yml', 'docker-compose.demo.yml'].flatMap((file) => [
      '-f',
      path.join(root, file),
    ])
    const settings = ['--env-file', '/dev/null', '--env-file', path.join(this.#state, 'compose.env')]
    const all = ['compose', '-p', this.project, '--project-directory', root, ...files, ...settings, ...args]
    return run('docker', all, this.#env)
  }

  up(): Promise<string> {
    return this.compose('up', '--detach', '--no-build', 'migrate', 'sandbox-image', ...parts)
  }

  /** Waits until every part says of itself that it is well. */
  async healthy(): Promise<void> {
    await this.compose('up', '--detach', '--no-build', '--wait', ...parts)
  }

  /** Removes our containers, not the stand-ins. */
  async remove(): Promise<void> {
    await this.compose('rm', '--force', '--stop', 'migrate', 'sandbox-image', ...parts)
  }

  /** Ids by service, of our running containers. */
  async containers(): Promise<Map<string, string>> {
    const label = `label=com.docker.compose.project=${this.project}`
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}'
    const lines = (await run('docker', ['ps', '--filter', label, '--format', format])).split('\n')
    const all = lines.filter(Boolean).map((line) => line.split(' ') as [string, string])
    return new Map(all.filter(([service]) => parts.includes(service)))
  }

  /** Megabytes by service, as the engine counts them: what is used, without page cache that can be dropped. */
  async memory(): Promise<Map<string, number>> {
    const containers = await this.containers()
    const format = '{{.MemUsage}}'
    const usages = await run('docker', ['stats', '--no-stream', '--format', format, ...containers.values()])
    const sizes = usages.split('\n').map(megabytes)
    return new Map([...containers.keys()].map((service, index) => [service, sizes[index]!]))
  }

  /** CPU seconds that our containers have used so far, by service. */
  async cpu(): Promise<Map<string, number>> {
    const used = new Map<string, number>()
    for (const [service, id] of await this.containers()) {
      const stats = JSON.parse(
        await run('curl', [
          '--silent',
          '--unix-socket',
          '/var/run/docker.sock',
          `http://engine/containers/${id}/stats?stream=false&one-shot=true`,
        ]),
      ) as { cpu_stats: { cpu_usage: { total_usage: number } } }
      used.set(service, stats.cpu_stats.cpu_usage.total_usage / 1e9)
    }
    return used
  }

  /** Ends every process of ours at once, as a power cut would; the engine starts them again. */
  async killAll(): Promise<void> {
    const containers = await this.containers()
    const pids = await run('docker', ['inspect', '--format', '{{.State.Pid}}', ...containers.values()])
    await asRoot('kill', ['-9', ...pids.split('\n')])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.standIns[Symbol.dispose]()
    await this.compose('down', '--remove-orphans', '--timeout', '5')
    const owned = await run('docker', ['ps', '-aq', '--filter', `label=aika.owner=${this.project}`])
    if (owned) await run('docker', ['rm', '--force', ...owned.split('\n')])
    await asRoot('rm', ['-rf', this.#state])
  }
}

const units: Record<string, number> = { B: 1e-6, KiB: 1024 / 1e6, MiB: 1024 ** 2 / 1e6, GiB: 1024 ** 3 / 1e6 }

/** `57.3MiB / 192MiB` in megabytes of a million bytes. */
function megabytes(usage: string): number {
  const [, number, unit] = /^([\d.]+)(\w+)/.exec(usage) ?? []
  const factor = units[unit ?? '']
  if (factor === undefined) throw new Error(`cannot read the engine's figure “${usage}”`)
  return Number(number) * factor
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  const { promise, resolve } = Promise.withResolvers<void>()
  server.once('listening', resolve)
  await promise
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
