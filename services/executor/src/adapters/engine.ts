import { AppError, messageOf } from '@aika/errors'
import Docker from 'dockerode'
import { Readable, type Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownerLabel, userLabel, type ContainerSpec } from '../domain/container-spec.ts'
import type { EngineInfo } from '../domain/fitness.ts'
import type { Leftover } from '../domain/sweep.ts'
import type { InspectedContainer } from '../domain/verify-spec.ts'

/** A container as the engine sees it now. */
export interface ContainerView extends InspectedContainer {
  Id: string
  Created: string
  State: {
    Status: string
    Running: boolean
    OOMKilled: boolean
    ExitCode: number
    /** Why it could not be started, where that is so. */
    Error: string
    StartedAt: string
    FinishedAt: string
  }
}

/** The few requests that are ever made. Each fails with `sandbox_unavailable` when the engine refuses or is away. */
export interface Engine {
  ping(): Promise<void>
  info(): Promise<EngineInfo>
  hasImage(image: string): Promise<boolean>
  /** @returns the new container's id. */
  create(name: string, spec: ContainerSpec): Promise<string>
  inspect(idOrName: string): Promise<ContainerView | undefined>
  rename(id: string, name: string): Promise<void>
  /** Its input, and both outputs as frames, from now on; to be called before `start`. Its input ends with this. */
  attach(id: string): Promise<Duplex>
  /** Both outputs as frames, from the beginning; until now, or until the container ends. */
  logs(id: string, until: 'now' | 'end'): Promise<Readable>
  /** Starting one that runs already is fine. */
  start(id: string): Promise<void>
  /** Killing one that has ended is fine. */
  kill(id: string): Promise<void>
  /** Ends and removes it; none there is fine. */
  remove(idOrName: string): Promise<void>
  /** Removes it unless it runs. @returns whether it is gone. */
  removeUnlessRunning(id: string): Promise<boolean>
  list(owner: string): Promise<Leftover[]>
}

const quickMs = 20_000

export function unavailable(why: string, cause?: unknown): AppError {
  return new AppError('sandbox_unavailable', `sandbox_unavailable: ${why}`, { retryable: true, cause })
}

/** @param withinMs - an engine that has not answered by then is left behind. */
export function dockerEngine(socketPath: string, withinMs = quickMs): Engine {
  const docker = new Docker({ socketPath })
  const at = (id: string) => docker.getContainer(plain(id))
  /** dockerode puts its options into the query and the body unless told what belongs there. */
  const quick = (query: object = {}): object => ({
    abortSignal: AbortSignal.timeout(withinMs),
    _query: query,
    _body: {},
  })
  return {
    // These three cannot be given up.
    ping: async () =>
      void (await inTime(
        withinMs,
        asked('ping', () => docker.ping() as Promise<unknown>),
      )),
    info: () =>
      inTime(
        withinMs,
        asked('info', () => docker.info() as Promise<EngineInfo>),
      ),
    hasImage: (image) =>
      inTime(
        withinMs,
        asked('image', () => docker.getImage(image).inspect() as Promise<unknown>),
      ).then(Boolean),
    async create(name, spec) {
      const body = { ...quick({ name }), _body: spec, name }
      const made = (await asked('create', () => docker.createContainer(body))) as { id: string } | null
      if (made === null) throw unavailable(`there is no image "${spec.Image}"; ./aika builds it`)
      return made.id
    },
    async inspect(id) {
      const view = await asked('inspect', () => at(id).inspect(quick()) as Promise<unknown>)
      return (view as ContainerView | null) ?? undefined
    },
    async rename(id, name) {
      const options = quick({ name: plain(name) }) as { name: string }
      await mustExist('rename', () => at(id).rename(options))
    },
    async attach(id) {
      const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
      return answeredIn(withinMs, (given) =>
        mustExist('attach', async () => (await at(id).attach({ ...options, ...given })) as Duplex),
      )
    },
    async logs(id, until) {
      const options = { stdout: true, stderr: true, ...(until === 'end' && { follow: true }) }
      const said = await answeredIn(withinMs, (given) =>
        mustExist('logs', () => at(id).logs({ ...options, ...given } as object) as Promise<unknown>),
      )
      return until === 'now' ? Readable.from([said]) : (said as Readable)
    },
    start: async (id) => void (await mustExist('start', () => at(id).start(quick()), { 304: true })),
    kill: async (id) => void (await asked('kill', () => at(id).kill(quick()), { 409: undefined })),
    remove: async (id) =>
      void (await asked('remove', () => at(id).remove(quick({ force: true, v: true })), { 409: undefined })),
    async removeUnlessRunning(id) {
      return (await asked('remove', () => at(id).remove(quick({ v: true })), { 409: false })) !== false
    },
    async list(owner) {
      const filters = { label: [`${ownerLabel}=${owner}`] }
      const found = await answeredIn(withinMs, (given) =>
        asked('list', () => docker.listContainers({ all: true, filters, ...given })),
      )
      return found.map(({ Id, Names, Labels, State, Created }) => ({
        containerId: Id,
        name: (Names[0] ?? '').replace(/^\//, ''),
        userId: Number(Labels[userLabel]),
        isRunning: State === 'running',
        createdAt: new Date(Created * 1_000),
      }))
    },
  }
}

/** dockerode puts an id into the request's path as it is. */
function plain(idOrName: string): string {
  if (!/^[\w.-]+$/.test(idOrName)) throw new TypeError('this is no name of a container')
  return idOrName
}

/** For what goes on after it was answered: only until then can it be too late. */
async function answeredIn<Answer>(
  withinMs: number,
  ask: (given: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), withinMs)
  try {
    return await ask({ abortSignal: late.signal })
  } finally {
    clearTimeout(timer)
  }
}

async function inTime<Answer>(withinMs: number, answer: Promise<Answer>): Promise<Answer> {
  answer.catch(() => undefined)
  const late = sleep(withinMs, undefined, { ref: false }).then(() =>
    Promise.reject(unavailable('the engine hangs')),
  )
  return Promise.race([answer, late])
}

/** @param instead - what certain status codes mean; 404 is `null` when not given. */
async function asked<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  instead: Record<number, unknown> = {},
): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode ?? 0
    if (status in instead) return instead[status] as Answer
    if (status === 404) return null as Answer
    const why = status ? `the engine refused to ${what}` : `the engine does not answer (${what})`
    throw unavailable(`${why}: ${messageOf(error).trim()}`, error)
  }
}

async function mustExist<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  instead?: Record<number, unknown>,
): Promise<Answer> {
  const answer = await asked(what, ask, instead)
  if (answer === null) throw unavailable(`the container is gone (${what})`)
  return answer
}
