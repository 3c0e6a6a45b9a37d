import { AppError } from '@aika/errors'
import { setTimeout as sleep } from 'node:timers/promises'
import { howItEnded, type StopRequest } from '../domain/how-it-ended.ts'
import { CappedOutput } from '../domain/output-cap.ts'
import type { RunSignals, SandboxEnd } from '../domain/sandbox.ts'
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

/** After the end of one stream of news, how long to wait for the other before asking. */
const lateMs = 5_000

/**
 * Sees a container to its end, starting it if need be, and collects what it printed. Leaving it takes nothing away:
 * another executor finds it as it is.
 */
export async function followContainer(
  engine: Engine,
  placed: Placed,
  limits: FollowLimits,
  { cancel, leave }: Pick<RunSignals, 'cancel' | 'leave'>,
): Promise<SandboxEnd> {
  const { id } = placed
  const stdout = new CappedOutput(limits.outputBytes)
  const stderr = new CappedOutput(limits.outputBytes)
  const done = new AbortController()
  const left = whenAborted(leave, done.signal)
  const killFailed = Promise.withResolvers<never>()
  killFailed.promise.catch(() => undefined)
  let stopRequest: StopRequest | undefined
  const stop = (why: StopRequest) => {
    if (stopRequest) return
    stopRequest = why
    engine.kill(id).then(
      () =>
        sleep(2 * lateMs, undefined, { signal: done.signal, ref: false }).then(
          () => killFailed.reject(unavailable('the engine did not end a container that was killed')),
          () => undefined,
        ),
      killFailed.reject,
    )
  }

  // Listening first, so that nothing a short command prints is missed.
  const stream = await (placed.state === 'created' ? engine.attach(id) : engine.logs(id))
  const drained = demux(stream, (from, bytes) => {
    ;(from === 'stdout' ? stdout : stderr).add(bytes)
    if (stdout.totalBytes + stderr.totalBytes > limits.outputLimitBytes) stop('output_limit')
  })
  drained.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const onCancel = () => stop('cancelled')
  try {
    if (placed.state === 'created') await engine.start(id)
    const startedAt = placed.startedAt ?? new Date()
    const timeoutMs = limits.timeoutSeconds * 1_000
    timer = setTimeout(() => stop('timeout'), startedAt.getTime() + timeoutMs - Date.now())
    if (cancel.aborted) stop('cancelled')
    cancel.addEventListener('abort', onCancel, { once: true })

    const ended = exitOf(engine, id, drained, done.signal)
    const exitCode = await Promise.race([ended, left, killFailed.promise])
    const endedAt = Date.now()
    clearTimeout(timer)
    await Promise.race([drained, left, sleep(lateMs, undefined, { signal: done.signal, ref: false })])

    // The engine's own record costs a request; only these two cases need it.
    const view = exitCode === 137 || placed.state !== 'created' ? await engine.inspect(id) : undefined
    const ranMs = view ? ranFor(view.State) : endedAt - startedAt.getTime()
    const [out, err] = [stdout.result(), stderr.result()]
    return {
      containerId: id,
      ...howItEnded({ exitCode, stopRequest, oomKilled: view?.State.OOMKilled ?? false, ranMs, timeoutMs }),
      stdout: out.text,
      stderr: err.text,
      omittedBytes: out.omittedBytes + err.omittedBytes,
      durationMs: Math.max(0, Math.round(ranMs)),
      adopted: placed.state !== 'created',
    }
  } finally {
    clearTimeout(timer)
    cancel.removeEventListener('abort', onCancel)
    done.abort()
    stream.destroy()
  }
}

/** The exit code, from the engine's `wait`, or by asking should that answer be lost after the output has ended. */
async function exitOf(
  engine: Engine,
  id: string,
  drained: Promise<void>,
  done: AbortSignal,
): Promise<number> {
  const waiting = engine.wait(id, done)
  const asking = drained.then(async () => {
    await sleep(lateMs, undefined, { signal: done, ref: false })
    const view = await engine.inspect(id)
    return view && !view.State.Running ? view.State.ExitCode : waiting
  })
  asking.catch(() => undefined)
  return Promise.race([waiting, asking.catch(() => waiting)])
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
