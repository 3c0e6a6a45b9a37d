import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { cpuSeconds, megabytes, type Sizes } from './engine.ts'
import { freePort } from './free-port.ts'
import { asRoot, run, show } from './run.ts'
import { StandIns } from './stand-ins.ts'

export const root = path.dirname(path.dirname(import.meta.dirname))

/** Everybody the crowds are made of. */
export const people = Array.from({ length: 50 }, (_, index) => 2_001 + index)
/** Somebody who has written nothing before. */
export const newcomer = 3_001

/** Containers that are ours; the stand-ins play Telegram and the models and are not. */
const parts = ['redis', 'gateway', 'agent', 'bot', 'executor', 'summarizer', 'scheduler', 'console']
const oneShots = ['migrate', 'sandbox-image']

/** One composed installation of its own, made and removed here. Every other one on the engine is left alone. */
export class Stack implements AsyncDisposable {
  readonly project: string
  readonly standIns: StandIns
  readonly #env: NodeJS.ProcessEnv
  readonly #state: string

  private constructor(project: string, env: NodeJS.ProcessEnv, standIns: StandIns) {
    this.project = project
    this.#env = env
    this.#state = stateOf(project)
    this.standIns = standIns
  }

  /** Builds the images and starts everything once, as `./aika demo` does. */
  static async open(project: string): Promise<Stack> {
    const env = {
      AIKA_PROJECT: project,
      DEMO_PORT: String(await freePort()),
      CONSOLE_PORT: String(await freePort()),
      ALLOWED_USER_IDS: [...people, newcomer].join(),
      ADMIN_USER_IDS: '',
      TELEGRAM_USER_ALIASES: '',
      // A crowd of people is played by few.
      RATE_MESSAGES_PER_MINUTE: '0',
      RATE_RUNS_PER_HOUR: '0',
      RATE_UPLOAD_MB_PER_DAY: '0',
      RATE_MODEL_CALLS_PER_HOUR: '0',
    }
    // What an interrupted bench left behind.
    if (existsSync(path.join(stateOf(project), 'compose.env'))) {
      await using _leftovers = new Stack(project, env, new StandIns(0))
    }
    await show(path.join(root, 'aika'), ['demo', '--yes'], env)
    const settings = await readFile(path.join(stateOf(project), 'compose.env'), 'utf8')
    const port = Number(/^DEMO_PORT=(\d+)/m.exec(settings)![1])
    return new Stack(project, { ...env, DEMO_PORT: String(port) }, new StandIns(port))
  }

  compose(...args: string[]): Promise<string> {
    const files = ['docker-compose.yml', 'docker-compose.demo.yml'].map((file) => path.join(root, file))
    const settings = ['--env-file', '/dev/null', '--env-file', path.join(this.#state, 'compose.env')]
    const start = ['compose', '-p', this.project, '--project-directory', root]
    return run(
      'docker',
      [...start, ...files.flatMap((file) => ['-f', file]), ...settings, ...args],
      this.#env,
    )
  }

  /** Starts our containers from nothing, as `docker compose up` does with the images built. */
  up(): Promise<string> {
    return this.compose('up', '--detach', '--no-build', ...oneShots, ...parts)
  }

  /** Removes our containers and all they have stored. The stand-ins go on. */
  async wipe(): Promise<void> {
    await this.compose('rm', '--force', '--stop', ...oneShots, ...parts)
    await this.#removeSandboxes()
    const data = `${this.#state}/data`
    const stored = ['db', 'redis', 'users', 'shared'].map((name) => `${data}/${name}`)
    await asRoot('find', [...stored, '-mindepth', '1', '-delete'])
    // Its folders are mounted one by one and stay.
    await asRoot('find', [`${data}/admin`, '-type', 'f', '-delete'])
  }

  /** Ids by service, of our running containers. */
  async containers(): Promise<Map<string, string>> {
    const label = `label=com.docker.compose.project=${this.project}`
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}'
    const lines = await run('docker', ['ps', '--filter', label, '--format', format])
    const all = lines.split('\n').map((line) => line.split(' ') as [string, string])
    return new Map(all.filter(([service]) => parts.includes(service)))
  }

  /** Megabytes by service, without page cache that can be dropped. */
  async memory(): Promise<Sizes> {
    return megabytes(await this.containers())
  }

  /** CPU seconds that all our containers together have used since they were started. */
  async cpuSeconds(): Promise<number> {
    return cpuSeconds([...(await this.containers()).values()])
  }

  /** Whether a command of this person runs now. A sandbox that waits for one has another name. */
  async runsFor(userId: number): Promise<boolean> {
    const labels = [`label=aika.owner=${this.project}`, `label=aika.user=${userId}`]
    const filters = [...labels, `name=^${this.project}-run-`]
    const ids = await run('docker', ['ps', '-q', ...filters.flatMap((filter) => ['--filter', filter])])
    return ids !== ''
  }

  /** Ends every process of ours at once, as a power cut would; the engine starts them again. */
  async killAll(): Promise<void> {
    const containers = [...(await this.containers()).values()]
    const pids = await run('docker', ['inspect', '--format', '{{.State.Pid}}', ...containers])
    await asRoot('kill', ['-9', ...pids.split('\n')])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.standIns[Symbol.dispose]()
    // The engine sometimes will not let go of a network that nothing uses; the figures are none the worse for it.
    await this.compose('down', '--remove-orphans', '--timeout', '5').catch(() => {
      console.error(`the engine kept a network of ${this.project}; the next bench uses it again`)
    })
    await this.#removeSandboxes()
    await asRoot('rm', ['-rf', this.#state])
  }

  async #removeSandboxes(): Promise<void> {
    const owned = await run('docker', ['ps', '-aq', '--filter', `label=aika.owner=${this.project}`])
    if (owned) await run('docker', ['rm', '--force', ...owned.split('\n')])
  }
}

const stateOf = (project: string) => path.join(root, '.aika', project)
