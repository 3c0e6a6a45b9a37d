import type { StoppedReason } from '@aika/contracts'

/** One command, ready to be run: all that a person or a model decided is in `argv` and `workdirRel`. */
export interface SandboxOrder {
  runId: string
  userId: number
  /** The program and its arguments, as the kernel gets them. */
  argv: string[]
  /** Below /work, already judged; `''` is /work itself. */
  workdirRel: string
  timeoutSeconds: number
}

export interface SandboxEnd {
  containerId: string
  stoppedReason: StoppedReason
  /** Absent when nothing exited by itself. */
  exitCode?: number
  stdout: string
  stderr: string
  /** Bytes that were printed and are in neither. */
  omittedBytes: number
  durationMs: number
  /** Whether an earlier delivery of the same run had made the container. */
  adopted: boolean
}

/** Everything is to end; a command that does so was `killed`, not `cancelled`. */
export class Panic extends Error {
  constructor() {
    super('an admin ended everything')
    this.name = 'Panic'
  }
}

/** Why a command is over whose `cancel` has aborted. */
export function stopReason({ reason }: AbortSignal): 'cancelled' | 'killed' {
  return reason instanceof Panic ? 'killed' : 'cancelled'
}

export interface RunSignals {
  /**
   * The person said stop, or an admin ended everything (the reason is a `Panic` then): the command is killed and that is
   * a result.
   */
  cancel: AbortSignal
  /** The job is no longer ours: stop waiting, leave the command alone. */
  leave: AbortSignal
  /** Asked in the last moment before a container is made: false when another executor may have the job by now. */
  isOurs(): boolean
}

/** Where untrusted commands run. */
export interface Sandbox {
  /**
   * Has a sandbox wait for this person's next command. @returns whether one is ready; when not, nothing is lost but time.
   *
   * @throws AppError `sandbox_unavailable`, as `run` does.
   */
  prepare(userId: number): Promise<boolean>

  /**
   * Runs one command in a fresh container, or in the prepared one that nothing has run in, and waits for its end; a second call with the same `runId` finds the first
   * one's container, started or ended, and never runs the command again while that exists.
   *
   * No network, read-only root, no capabilities, only the person's folder. What the command does is a result,
   * whatever its exit code; past the time limit it is killed, and its output so far is the result.
   *
   * @throws AppError `sandbox_unavailable`, retryable: the engine is away, unfit or refused; nothing else runs it.
   * @throws AppError `run_left`, retryable: `signals.leave` came first.
   */
  run(order: SandboxOrder, signals: RunSignals): Promise<SandboxEnd>

  /**
   * Removes the run's container, ending what runs in it. To be called only once the result is recorded: from then on
   * nothing remembers that the command has run but that record. None there is fine.
   */
  release(runId: string): Promise<void>

  /** Ends whatever runs in any sandbox of this installation, an executor's that died included. @returns how many. */
  killAll(): Promise<number>
}
