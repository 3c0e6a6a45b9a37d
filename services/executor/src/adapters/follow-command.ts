import { AppError } from '@aika/errors'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { getSystemErrorName } from 'node:util'
import { howItEnded, type StopRequest } from '../domain/how-it-ended.ts'
import { CappedOutput } from '../domain/output-cap.ts'
import { killFrame, writtenFrame, type RunnerExit } from '../domain/runner-frames.ts'
import { stopReason, type RunSignals, type SandboxEnd } from '../domain/sandbox.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import type { RunnerLine } from './runner-line.ts'

/** A command that has been handed to its runner, at whatever point of its life. */
export interface PlacedCommand {
  containerId: string
  line: RunnerLine
  /** When it began. Left out: now. */
  startedAt?: Date
  /** Whether an earlier delivery of the same run had begun it. */
  adopted: boolean
}

export interface FollowLimits {
  timeoutSeconds: number
  /** Kept of each of the two outputs. */
  outputBytes: number
}

/** How much a command has written, as its runner knows. */
export interface Written {
  bytes: number
  /** Some of its processes could not be looked at. */
  hidden: boolean
}

/** Keeps an eye on what a command writes; `full` aborts once it is more than its person may hold. */
export type WatchDisk = (written: () => Promise<Written>) => { full: AbortSignal } & Disposable

/** How long the runner may take to end its command before the engine ends the container. */
const runnerKillsMs = 40
/** How long the engine may take for that. */
const engineKillsMs = 10_000
/** How long a container may still run once its connection has ended. */
const endsMs = 3_000
/** How long a busy sandbox's runner may take to answer. */
const answerMs = 2_000

/**
 * Sees a command to its end and collects what it printed. Leaving it takes nothing away: another executor finds it as it
 * is. Its end is the runner's word for it; a container that ends without that word is asked about at the engine.
 */
export async function followCommand(
  engine: Engine,
  placed: PlacedCommand,
  limits: FollowLimits,
  { cancel, leave }: Pick<RunSignals, 'cancel' | 'leave'>,
  watchDisk: WatchDisk,
): Promise<SandboxEnd> {
  const { containerId, line, adopted } = placed
  const startedAt = (placed.startedAt ?? new Date()).getTime()
  const timeoutMs = limits.timeoutSeconds * 1_000
  const output = collector(limits.outputBytes)
  const done = new AbortController()
  const left = whenAborted(leave, done.signal)
  const killer = killerOf(engine, placed, done.signal)
  const talk = listenTo(line, output.add)
  try {
    using disk = watchDisk(talk.written)
    killer.arm(startedAt + timeoutMs - Date.now(), cancel, disk.full)
    const exit = await Promise.race([talk.exit, left, killer.failed])
    const { stopRequest } = killer
    if (!exit && !stopRequest && !adopted && !talk.hasBegun())
      throw unavailable('the sandbox ended before its command began')
    const asksEngine = !exit || isPerhapsOom(exit) || adopted
    const ended = asksEngine ? await endOf(engine, containerId, exit) : undefined
    if (!exit && !stopRequest && ended?.ExitCode === 0)
      throw unavailable('the runner’s word of the end was not heard; the engine’s record has it')
    const ranMs = (ended ? Date.parse(ended.FinishedAt) : Date.now()) - startedAt
    if (exit?.how === 'not_begun') output.add('stderr', notBegun(exit.code))
    const oomKilled = ended?.OOMKilled ?? false
    return {
      containerId,
      ...howItEnded({
        ...(exit && { exit }),
        ...(stopRequest && { stopRequest }),
        oomKilled,
        ranMs,
        timeoutMs,
      }),
      ...output.result(),
      durationMs: Math.max(0, ranMs),
      adopted,
    }
  } finally {
    done.abort()
    line.close()
  }
}

/** What the runner says, sorted. */
function listenTo(line: RunnerLine, onOutput: (from: 'stdout' | 'stderr', bytes: Buffer) => void) {
  const exit = Promise.withResolvers<RunnerExit | undefined>()
  let answer = Promise.withResolvers<Written>()
  let hasBegun = false
  line.listen((frame) => {
    if (frame.kind === 'started') hasBegun = true
    if (frame.kind === 'stdout' || frame.kind === 'stderr') onOutput(frame.kind, frame.bytes)
    if (frame.kind === 'written') answer.resolve(frame)
    if (frame.kind === 'exit') exit.resolve(frame.exit)
  })
  void line.ended.then((wrong) => (wrong ? exit.reject(wrong) : exit.resolve(undefined)))
  exit.promise.catch(() => undefined)
  return {
    /** Resolves with nothing when the connection ended before the runner's word. */
    exit: exit.promise,
    hasBegun: () => hasBegun,
    async written(): Promise<Written> {
      answer = Promise.withResolvers()
      line.send(writtenFrame)
      const late = sleep(answerMs, undefined, { ref: false }).then(() =>
        Promise.reject(unavailable('no answer')),
      )
      return Promise.race([answer.promise, late])
    },
  }
}

/** All else the runner knows by itself. */
function isPerhapsOom({ how, code }: RunnerExit): boolean {
  return (how === 'signalled' && code === 9) || (how === 'exited' && code === 137)
}

/**
 * The engine's record of an ended container; it knows of the end a moment after the runner has told of it. With much
 * output to write down that takes seconds; the runner's word has to do then.
 */
async function endOf(
  engine: Engine,
  id: string,
  exit: RunnerExit | undefined,
): Promise<ContainerView['State'] | undefined> {
  const deadline = Date.now() + endsMs
  for (let pauseMs = 5; ; pauseMs = Math.min(2 * pauseMs, 250)) {
    const view = await engine.inspect(id)
    if (!view) throw unavailable('the container is gone')
    if (!view.State.Running) return view.State
    if (Date.now() > deadline && exit) return undefined
    if (Date.now() > deadline) throw unavailable('the connection to the sandbox broke while a command ran')
    await sleep(pauseMs)
  }
}

/** Both outputs within their limits. */
function collector(outputBytes: number) {
  const outputs = { stdout: new CappedOutput(outputBytes), stderr: new CappedOutput(outputBytes) }
  return {
    add: (from: 'stdout' | 'stderr', bytes: Buffer) => outputs[from].add(bytes),
    result() {
      const [out, err] = [outputs.stdout.result(), outputs.stderr.result()]
      return { stdout: out.text, stderr: err.text, omittedBytes: out.omittedBytes + err.omittedBytes }
    },
  }
}

function notBegun(errno: number): Buffer {
  const { ENOENT, ENOTDIR } = constants.errno
  const isMissing = errno === ENOENT || errno === ENOTDIR
  const why = isMissing
    ? 'there is no such working folder'
    : `the system refused (${getSystemErrorName(-errno)})`
  return Buffer.from(`not run: ${why}\n`)
}

/**
 * Ends a command, once, for the first reason that comes: by its runner, which is there at once, and should that not do,
 * by the engine.
 */
function killerOf(engine: Engine, { containerId, line }: PlacedCommand, done: AbortSignal) {
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => undefined)
  const kill = async () => {
    line.send(killFrame)
    await sleep(runnerKillsMs, undefined, { signal: done, ref: false })
    await engine.kill(containerId)
    await sleep(engineKillsMs, undefined, { signal: done, ref: false })
    throw unavailable('the engine did not end a container that was killed')
  }
  const killer = {
    stopRequest: undefined as StopRequest | undefined,
    /** Rejects when the container cannot be ended. */
    failed: failure.promise,
    stop(why: StopRequest) {
      if (killer.stopRequest || done.aborted) return
      killer.stopRequest = why
      kill().catch((error: unknown) => !done.aborted && failure.reject(error))
    },
    /** Stops it when its time is over, the person says so, or their folder is full. */
    arm(afterMs: number, cancel: AbortSignal, full: AbortSignal) {
      const timer = setTimeout(() => killer.stop('timeout'), Math.max(0, afterMs))
      done.addEventListener('abort', () => clearTimeout(timer), { once: true })
      onAbort(cancel, done, () => killer.stop(stopReason(cancel)))
      onAbort(full, done, () => killer.stop('disk_limit'))
    },
  }
  return killer
}

function onAbort(signal: AbortSignal, done: AbortSignal, act: () => void): void {
  if (signal.aborted) act()
  else signal.addEventListener('abort', act, { once: true, signal: done })
}

function whenAborted(leave: AbortSignal, done: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  onAbort(leave, done, () => reject(left()))
  promise.catch(() => undefined)
  return promise
}

export function left(): AppError {
  return new AppError('run_left', 'another executor may have this run now; left to it', { retryable: true })
}
