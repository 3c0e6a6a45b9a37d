import type { RunResult } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { z } from 'zod'
import { cutMiddle } from '../tokens.ts'
import { defineTool, failure, success, type ToolContext, type ToolResult } from './tool.ts'

/** What the model reads of each stream; more would burn tokens on output nobody looks at. */
const maxStreamChars = 6_000

const endings: Record<Exclude<RunResult['stoppedReason'], 'exit'>, string> = {
  timeout: 'stopped: it ran into its time limit',
  oom: 'stopped: it used more memory than allowed',
  output_limit: 'stopped: it printed more than allowed',
  disk_limit: 'stopped: it would have passed the disk quota',
  cancelled: 'stopped by the person',
  killed: 'ended from outside before it finished',
}

export const runShell = defineTool({
  name: 'run_shell',
  description:
    'bash in a fresh sandbox with git, python3, node, jq; no network; only the folder, /work, is kept',
  args: z.object({
    cmd: z.string().min(1).max(60_000),
    timeout_seconds: z.int().min(1).max(3_600).optional(),
    workdir_rel: z.string().max(1_024).optional(),
  }),
  label: ({ cmd }) => `\`${shortened(cmd)}\``,
  async call({ cmd, timeout_seconds, workdir_rel }, context) {
    const timeoutSeconds = timeout_seconds && Math.min(timeout_seconds, context.maxTimeoutSeconds)
    const result = await context.run({ script: cmd, timeoutSeconds, workdirRel: workdir_rel ?? '' })
    return toResult(cmd, result, await keepWhatIsCut(result, context))
  },
})

/** What does not fit the answer goes into a file of the person's; by turn and step, so that a repeat writes the same. */
async function keepWhatIsCut(
  { stdout, stderr }: RunResult,
  { folder, turn, step }: ToolContext,
): Promise<string | undefined> {
  if (stdout.length <= maxStreamChars && stderr.length <= maxStreamChars) return undefined
  const path = `logs/${turn.id}-${step}.txt`
  try {
    await folder('user').writeText(path, stderr ? `${stdout}\n--- stderr ---\n${stderr}` : stdout)
    return path
  } catch (error) {
    // The command has run: a full folder must not hide what it gave.
    if (error instanceof AppError && !error.retryable) return undefined
    throw error
  }
}

function toResult(cmd: string, result: RunResult, keptIn: string | undefined): ToolResult {
  const notes = [
    keptIn && `all of the output is in ${keptIn}`,
    result.omittedBytes > 0 && `${result.omittedBytes} bytes of output were not kept at all`,
  ].filter((note) => typeof note === 'string')
  const output = {
    ...(result.exitCode !== undefined && { exit_code: result.exitCode }),
    stdout: cut(result.stdout),
    ...(result.stderr && { stderr: cut(result.stderr) }),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  }
  if (result.stoppedReason === 'exit') {
    return success(`ran \`${shortened(cmd)}\` (exit code ${result.exitCode ?? '?'})`, output)
  }
  const ending = endings[result.stoppedReason]
  const failed = failure(`ran \`${shortened(cmd)}\``, ending)
  return { ...failed, response: { error: ending, output }, done: `ran \`${shortened(cmd)}\`: ${ending}` }
}

const cut = (text: string) =>
  cutMiddle(text, maxStreamChars, (missing) => `[… ${missing} characters left out …]`)

function shortened(cmd: string): string {
  const line = cmd.replace(/\s+/g, ' ').replaceAll('`', "'").trim()
  return line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line
}
