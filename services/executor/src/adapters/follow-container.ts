import { AppError } from '@aika/errors'
import { setTimeout as sleep } from 'node:timers/promises'
import { howItEnded, type StopRequest } from '../domain/how-it-ended.ts'
import { CappedOutput } from '../domain/output-cap.ts'
import { stopReason, type RunSignals, type SandboxEnd } from '../domain/sandbox.ts'
import { demux } from './demux.ts'
import { unavailable, type Engine } from './engine.ts'

/** A container of ours, at whatever point of its life. */
export interface Placed {
  id: string
  /** `created`: it was never started, and we are to do it. */
  state: 'created' | 'running' | 'ended'
  /** Since when it runs, where it does. */
  startedAt?: Date
}

export interface FollowLimits {
  timeoutSeconds: number
  /** Kept of each of the two outputs. */
  outputBytes: number
  /** More than this of both together ends the command. */
  outputLimitBytes: number
}

export interface FollowSignals extends Pick<RunSignals, 'cancel' | 'leave'> {
  /** The command has written more than its person may hold. */
  full?: AbortSignal
}

/** How long the last output may come after the exit; twice that, how long a kill may take. */
const lateMs = 5_000
const askAgainMs = 2_000
/** Output that ends this much before the command does was broken off, or the command closed it; then the record tells. */
const apartMs = 250

/**
 * Sees a container to its end, starting it if need be, and collects what it printed. Leaving it takes nothing away:
 * another executor finds it as it is.
 */
export async function followContainer(
  engine: Engine,
  placed: Placed,
  limits: FollowLimits,
  { cancel, leave, full }: FollowSignals,
): Promise<SandboxEnd> {
  const { id, state } = placed
  const done = new AbortController()
  const left = whenAborted(leave, done.signal)
  const killer = killerOf(engine, id, done.signal)
  let output = collector(limits, () => killer.stop('output_limit'))
  // Listening first, so that nothing a short command prints is missed.
  const stream = await (state === 'created' ? engine.attach(id) : engine.logs(id))
  try {
    const drained = demux(stream, output.add).then(Date.now)
    drained.catch(() => undefined)
    if (state === 'created') await engine.start(id)
    const startedAt = placed.startedAt ?? new Date()
    const timeoutMs = limits.timeoutSeconds * 1_000
    // What has ended keeps its own reason.
    if (state !== 'ended') killer.arm(startedAt.getTime() + timeoutMs - Date.now(), cancel, full)

    const exitCode = await Promise.race([exitOf(engine, id, drained, done.signal), left, killer.failed])
    const endedAt = Date.now()
    const drainedAt = await Promise.race([drained.catch(() => 0), left, late(done.signal)])
    const isBrokenOff = drainedAt !== undefined && endedAt - drainedAt > apartMs
    if (isBrokenOff) {
      output = collector(limits, () => undefined)
      const record = await engine.logs(id)
      await Promise.race([demux(record, output.add), left, late(done.signal)]).finally(() => record.destroy())
    }
    // The engine's own record costs a request; only these cases need it.
    const view = exitCode === 137 || state !== 'created' || isBrokenOff ? await engine.inspect(id) : undefined
    const ranMs = view ? ranFor(view.State) : endedAt - startedAt.getTime()
    const { stopRequest } = killer
    const oomKilled = view?.State.OOMKilled ?? false
    return {
      containerId: id,
      ...howItEnded({ exitCode, stopRequest, oomKilled, ranMs, timeoutMs }),
      ...output.result(),
      durationMs: Math.max(0, Math.round(ranMs)),
      adopted: state !== 'created',
    }
  } finally {
    done.abort()
    stream.destroy()
  }
}

async function late(done: AbortSignal): Promise<undefined> {
  await sleep(lateMs, undefined, { signal: done, ref: false })
}

/** Both outputs within their limits; `onFlood` is told, again and again, once there is more than may be. */
function collector({ outputBytes, outputLimitBytes }: FollowLimits, onFlood: () => void) {
  const outputs = { stdout: new CappedOutput(outputBytes), stderr: new CappedOutput(outputBytes) }
  return {
    add(from: 'stdout' | 'stderr', bytes: Buffer) {
      outputs[from].add(bytes)
      if (outputs.stdout.totalBytes + outputs.stderr.totalBytes > outputLimitBytes) onFlood()
    },
    result() {
      const [out, err] = [outputs.stdout.result(), outputs.stderr.result()]
      return { stdout: out.text, stderr: err.text, omittedBytes: out.omittedBytes + err.omittedBytes }
    },
  }
}

/** Ends a container, once, for the first reason that comes. */
function killerOf(engine: Engine, id: string, done: AbortSignal) {
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)
  const kill = async () => {
    await engine.kill(id)
    await sleep(2 * lateMs, undefined, { signal: done, ref: false })
    throw unavailable('the engine did not end a container that was killed')
  }
  const killer = {
    stopRequest: undefined as StopRequest | undefined,
    /** Rejects when the container cannot be ended. */
    failed: failure.promise,
    stop(why: StopRequest) {
      if (killer.stopRequest || done.aborted) return
      killer.stopRequest = why
      kill().catch(failure.reject)
    },
    /** Stops it when its time is over, the person says so, or their folder is full. */
    arm(afterMs: number, cancel: AbortSignal, full?: AbortSignal) {
      const timer = setTimeout(() => killer.stop('timeout'), Math.max(0, afterMs))
      done.addEventListener('abort', () => clearTimeout(timer), { once: true })
      const end = () => killer.stop(stopReason(cancel))
      cancel.addEventListener('abort', end, { once: true, signal: done })
      if (cancel.aborted) end()
      full?.addEventListener('abort', () => killer.stop('disk_limit'), { once: true, signal: done })
      if (full?.aborted) killer.stop('disk_limit')
    },
  }
  return killer
}

/**
 * The exit code from the engine's `wait`. That answer can be lost, with a broken connection even silently, so once the
 * output has ended, which mostly means the command has, the engine is asked as well.
 */
async function exitOf(
  engine: Engine,
  id: string,
  drained: Promise<unknown>,
  done: AbortSignal,
): Promise<number> {
  const waiting = engine.wait(id, done)
  const asking = exitByAsking(engine, id, drained, done)
  waiting.catch(() => undefined)
  asking.catch(() => undefined)
  return Promise.race([waiting, asking])
}

async function exitByAsking(engine: Engine, id: string, drained: Promise<unknown>, done: AbortSignal) {
  await drained.catch((error: unknown) => {
    throw unavailable('the connection to the engine broke while a command ran', error)
  })
  for (;;) {
    await sleep(askAgainMs, undefined, { signal: done, ref: false })
    const view = await engine.inspect(id)
    if (!view) throw unavailable('the container is gone')
    if (!view.State.Running) return view.State.ExitCode
  }
}

function ranFor(state: { StartedAt: string; FinishedAt: string }): number {
  return Date.parse(state.FinishedAt) - Date.parse(state.StartedAt)
}

function whenAborted(leave: AbortSignal, done: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const refuse = () =>
    reject(
      new AppError('run_left', 'another executor may have this run now; left to it', { retryable: true }),
    )
  if (leave.aborted) refuse()
  leave.addEventListener('abort', refuse, { once: true, signal: done })
  promise.catch(() => undefined)
  return promise
}
