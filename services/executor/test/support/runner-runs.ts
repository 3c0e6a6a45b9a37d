import { arch } from 'node:os'
import { countsSocketMemory } from '../../src/config.ts'
import { seccompProfile } from '../../src/domain/seccomp/profile.ts'
import {
  commandOf,
  type Command,
  type Frame,
  type RunnerContainer,
  type useRunners,
} from './runner-container.ts'

/** What a runner was told to run and what it said, as bytes that can be compared. */
export interface Ran {
  stdout: Buffer
  stderr: Buffer
  /** `e 0`: how it ended and the number with it; nothing when the runner never said. */
  exit: string | undefined
  kinds: string
  runnerCode: number
}

export interface Case extends Partial<Command> {
  script?: string
  python?: string
  /** Without the filter of system calls: what the runner itself withstands. */
  unfiltered?: boolean
}

/** Everything of one command, from the start of its container to its end. */
export async function runCase(
  runners: ReturnType<typeof useRunners>,
  { unfiltered, ...order }: Case,
): Promise<Ran> {
  const seccomp = unfiltered ? 'unconfined' : seccompProfile(arch(), { loopback: countsSocketMemory })
  const runner = await runners.start({ seccomp })
  runner.send(commandOf({ argv: argvOf(order), ...order }))
  return whatItSaid(runner)
}

export async function whatItSaid(runner: RunnerContainer): Promise<Ran> {
  const runnerCode = await runner.ended()
  const { frames } = runner
  return {
    stdout: bytesOf(frames, 'O'),
    stderr: bytesOf(frames, 'E'),
    exit: exitOf(frames),
    kinds: frames.map(({ kind }) => kind).join(''),
    runnerCode,
  }
}

export function bytesOf(frames: Frame[], kind: string): Buffer {
  return Buffer.concat(frames.filter((frame) => frame.kind === kind).map(({ payload }) => payload))
}

export function exitOf(frames: Frame[]): string | undefined {
  const last = frames.at(-1)
  if (last?.kind !== 'X') return undefined
  return `${String.fromCharCode(last.payload[0]!)} ${last.payload.readUInt32BE(1)}`
}

function argvOf({ script, python }: Case): string[] {
  return python === undefined ? ['/bin/bash', '-c', script ?? ''] : ['/usr/bin/python3', '-c', python]
}

/** Begins all cases, a few at a time; each test waits for its own. */
export function sideBySide<Key, Value>(keys: Key[], run: (key: Key) => Promise<Value>, most = 3) {
  const waiting = [...keys]
  const outcomes = new Map(keys.map((key) => [key, Promise.withResolvers<Value>()]))
  async function work() {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const { promise, resolve } = outcomes.get(key)!
      // Who waits for it is told; nobody has to.
      promise.catch(() => undefined)
      resolve(run(key))
      await promise.catch(() => undefined)
    }
  }
  return {
    begin: () => void Promise.all(Array.from({ length: most }, work)),
    outcome: (key: Key) => outcomes.get(key)!.promise,
  }
}
