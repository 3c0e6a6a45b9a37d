import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { readyName } from '../domain/container-name.ts'
import { containerSpec, type SandboxSettings } from '../domain/container-spec.ts'
import { deviations } from '../domain/verify-spec.ts'
import { unavailable, type Engine } from './engine.ts'
import { runnerLine, type RunnerLine } from './runner-line.ts'

/** A sandbox in which nothing has run yet; its runner waits for one command. */
export interface ReadySandbox {
  containerId: string
  userId: number
  /** The folder that it has, as `PeopleFolders` knows it. */
  folder: string
  line: RunnerLine
}

export interface PeopleFolders {
  /** Makes the person's folder as it must be and names it as the engine's host does. */
  prepare(userId: number): Promise<string>
  /** Tells the folder that is there now from one that was there before it: everything may have been deleted. */
  identity(userId: number): Promise<string>
}

export interface SandboxMakerOptions {
  engine: Engine
  settings: SandboxSettings
  folders: PeopleFolders
  /** Starts at the same time: each is all work for the processor. */
  concurrentStarts: number
}

const readyWithinMs = 20_000

export interface SandboxMaker {
  /**
   * Creates a container, compares it with what was asked for, and starts it; resolves once its runner is ready.
   *
   * @throws AppError `sandbox_unavailable`; the container is gone again then.
   */
  make(userId: number): Promise<ReadySandbox>
}

export function sandboxMaker({
  engine,
  settings,
  folders,
  concurrentStarts,
}: SandboxMakerOptions): SandboxMaker {
  const turn = turns(concurrentStarts)
  async function start(containerId: string, line: RunnerLine): Promise<void> {
    const ready = readiness(line)
    ready.catch(() => undefined)
    await engine.start(containerId)
    await ready
  }

  return {
    async make(userId) {
      const spec = containerSpec(userId, await folders.prepare(userId), settings)
      const folder = await folders.identity(userId)
      const containerId = await engine.create(readyName(settings.owner, randomBytes(8).toString('hex')), spec)
      const attached = attach(engine, containerId)
      attached.catch(() => undefined)
      try {
        const view = await engine.inspect(containerId)
        const differs = view ? deviations(spec, view) : ['its container was taken away']
        if (differs.length > 0) throw unavailable(`a sandbox is not as it must be: ${differs.join('; ')}`)
        const line = await attached
        await turn(() => start(containerId, line))
        return { containerId, userId, folder, line }
      } catch (error) {
        void attached.then(
          (line) => line.close(),
          () => undefined,
        )
        await engine.remove(containerId).catch(() => undefined)
        throw error
      }
    },
  }
}

async function attach(engine: Engine, containerId: string): Promise<RunnerLine> {
  const stream = await engine.attach(containerId)
  return runnerLine(stream, stream)
}

async function readiness(line: RunnerLine): Promise<void> {
  const ready = Promise.withResolvers<void>()
  const fail = (why: string, cause?: unknown) => ready.reject(unavailable(why, cause))
  line.listen(({ kind }) =>
    kind === 'ready' ? ready.resolve() : fail('the runner speaks before it is asked'),
  )
  void line.ended.then((wrong) => fail('the sandbox ended before it was ready', wrong))
  const late = new AbortController()
  sleep(readyWithinMs, undefined, { signal: late.signal, ref: false }).then(
    () => fail('the sandbox does not get ready'),
    () => undefined,
  )
  await ready.promise.finally(() => late.abort())
}

/** Lets so many in at a time, in the order they came. */
function turns(most: number): <Result>(act: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = most
  return async (act) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await act()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
