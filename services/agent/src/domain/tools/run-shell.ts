import type { RunResult } from '@aika/contracts'
import { z } from 'zod'
import { cutMiddle } from '../tokens.ts'
import { defineTool, failure, success, type ToolResult } from './tool.ts'

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
  description: "Run a bash script in a sandbox over the person's folder.",
  args: z.object({
    cmd: z.string().min(1).max(60_000),
    timeout_seconds: z.int().min(1).max(3_600).optional(),
    workdir_rel: z.string().max(1_024).optional().describe('folder to start in'),
  }),
  label: ({ cmd }) => `\`${shortened(cmd)}\``,
  async call({ cmd, timeout_seconds, workdir_rel }, { run, maxTimeoutSeconds }) {
    const timeoutSeconds = timeout_seconds && Math.min(timeout_seconds, maxTimeoutSeconds)
    return toResult(cmd, await run({ script: cmd, timeoutSeconds, workdirRel: workdir_rel ?? '' }))
  },
})

function toResult(cmd: string, result: RunResult): ToolResult {
  const output = {
    ...(result.exitCode !== undefined && { exit_code: result.exitCode }),
    stdout: cut(result.stdout),
    ...(result.stderr && { stderr: cut(result.stderr) }),
    ...(result.omittedBytes > 0 && { note: `${result.omittedBytes} bytes of output were left out` }),
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
