import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** Runs a command and returns what it printed. A failure shows what it said. */
export async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await exec(command, args, options)
  return stdout.trim()
}

/** Runs a command in view of whoever waits for it. */
export async function show(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('exit', resolve)
  const code = await promise
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
}

/** Containers belong to root; so do the processes in them. */
export const asRoot = (command: string, args: string[]) =>
  process.getuid?.() === 0 ? run(command, args) : run('sudo', [command, ...args])
