import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { TraceId, UserId } from './ids.ts'

/** Why a command is no longer running. */
export const StoppedReason = z.enum([
  'exit',
  'timeout',
  'oom',
  'output_limit',
  'disk_limit',
  'cancelled',
  'killed',
])
export type StoppedReason = z.output<typeof StoppedReason>

/** Made from turn and step, so that a repeat of the step finds the first one's result. */
export const RunId = z.string().regex(/^[A-Za-z][\w-]{0,119}$/)

/**
 * One command of one person, run once in a fresh container. Producer: agent. Consumer: executor.
 *
 * It holds a command and limits, never Docker options. A command that fails is a result, not an error.
 */
export const runQueue = defineQueue({
  name: 'run',
  payload: z.strictObject({
    runId: RunId,
    traceId: TraceId,
    userId: UserId,
    /** A shell script, or in argv mode one program with its arguments. At most 64 KiB as JSON. */
    command: z.union([
      z.object({ kind: z.literal('shell'), script: z.string().min(1).max(65_536) }),
      z.object({ kind: z.literal('argv'), argv: z.array(z.string().max(4_096)).min(1).max(64) }),
    ]),
    /** Asked-for limit; the executor lowers it to its own maximum. */
    timeoutSeconds: z.int().min(1).max(3_600).optional(),
    /** Below the person's folder, `/`-separated, no `..`; checked again by the executor. */
    workdirRel: z.string().max(1_024).default(''),
  }),
  result: z.object({
    stoppedReason: StoppedReason,
    /** Absent when nothing exited by itself. 128 + signal when a signal ended it. */
    exitCode: z.int().optional(),
    stdout: z.string(),
    stderr: z.string(),
    /** Bytes that were produced and are not in `stdout` or `stderr`. */
    omittedBytes: z.int().nonnegative(),
    durationMs: z.int().nonnegative(),
    timeoutSeconds: z.int().positive(),
  }),
  attempts: 3,
  backoffMs: 500,
  jobId: ({ runId }) => runId,
  keepForSeconds: 24 * 3_600,
})

export type Run = z.output<typeof runQueue.payload>
export type RunResult = z.output<typeof runQueue.result>
