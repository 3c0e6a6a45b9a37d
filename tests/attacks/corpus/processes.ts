import { execFileSync, fork, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { Visit, VisitorCall } from './visitor.ts'

const repo = join(__dirname, '../../..')
/** Who the services are in their containers. */
export const servicesUser = { uid: 10_001, gid: 10_001 }

/** One of our processes, with all that it has said. */
export interface Service extends AsyncDisposable {
  log(): string
  isAlive(): boolean
  peakMiB(): number
}

type Environment = Record<string, string>
const fileOf = (entry: string) => join(repo, 'services/executor/src', entry)
const withPath = (env: Environment) => ({ ...env, PATH: process.env['PATH'] ?? '' })

/** What an entry of the executor's prints. */
export const outputOf = (entry: string, env: Environment) =>
  execFileSync(process.execPath, [fileOf(entry)], { env: withPath(env), encoding: 'utf8', timeout: 20_000 })

/**
 * Starts an entry of the executor's as a process of its own, and waits until it says that it is ready.
 *
 * @param input - what it is told on stdin.
 */
export async function startService(entry: string, env: Environment, input = ''): Promise<Service> {
  const child = spawn(process.execPath, [fileOf(entry)], { env: withPath(env), stdio: 'pipe' })
  // As compose gives them more of the processor than what they watch.
  setPriority(child.pid!, -10)
  child.stdin.end(input)
  let log = ''
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      log += chunk.toString('latin1')
      if (log.includes('"ready"')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => reject(new Error(`${entry} ended:\n${log}`)))
  })
  await ready
  return {
    log: () => log,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    peakMiB: () => peakMiB(child.pid!),
    [Symbol.asyncDispose]: () => ended(child, 'SIGTERM'),
  }
}

const peakMiB = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** A process that opens people's folders as the services do. */
export interface Visitor extends AsyncDisposable {
  /** @throws when no answer comes within 30 s, or 3 min for a removal: something in the folder has stopped the visitor. */
  ask(call: VisitorCall): Promise<Visit>
}

export function startVisitor(env: Environment): Visitor {
  const file = join(__dirname, 'visitor.ts')
  // A checkout that only its owner may read cannot be run as somebody else.
  const mayRead = spawnSync('test', ['-r', file], servicesUser).status === 0
  const child = fork(file, { env, execArgv: [], ...(mayRead && servicesUser) })
  const waiting = new Map<number, (visited: Visit) => void>()
  let calls = 0
  child.on('message', ({ id, visited }: { id: number; visited: Visit }) => {
    waiting.get(id)?.(visited)
    waiting.delete(id)
  })
  return {
    ask(call) {
      const id = calls++
      return new Promise((resolve, reject) => {
        // A flood leaves tens of thousands of files, and each is removed by itself.
        const withinMs = call.call === 'remove' ? 180_000 : 30_000
        const timer = setTimeout(
          () => reject(new Error(`${call.call} of ${call.userId}: no answer`)),
          withinMs,
        )
        waiting.set(id, (visited) => {
          clearTimeout(timer)
          resolve(visited)
        })
        child.send({ ...call, id })
      })
    },
    [Symbol.asyncDispose]: () => ended(child, 'SIGKILL'),
  }
}
