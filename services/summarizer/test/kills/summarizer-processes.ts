import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Makes the program that is killed. Needs no network. */
export async function bundleInto(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [join(__dirname, 'bundle-summarizer.ts'), folder])
  return join(folder, 'summarizer.js')
}

/** One real process of the service. Its token tells its calls from those of others. */
export class SummarizerProcess {
  readonly token: string
  readonly #child: ChildProcess
  #output = ''

  constructor(program: string, token: string, env: Record<string, string>) {
    this.token = token
    this.#child = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'], ...env, GATEWAY_TOKEN: token, HEALTH_PORT: '0', LOG_LEVEL: 'INFO' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  /** Resolves once it takes jobs. @throws with its log when it ends before. */
  async ready(): Promise<void> {
    while (!this.#output.includes('"ready"')) {
      const [code] = (await Promise.race([
        once(this.#child.stdout!, 'data'),
        once(this.#child, 'exit'),
      ])) as unknown[]
      if (typeof code === 'number') throw new Error(`the summarizer ended with ${code}:\n${this.#output}`)
    }
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}
