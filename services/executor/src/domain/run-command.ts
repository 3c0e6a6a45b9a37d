import type { Run, RunResult } from '@aika/contracts'
import { judgeCommand, type CommandRules } from './judge-command.ts'
import { plainWorkdir } from './judge-workdir.ts'
import type { RunSignals, Sandbox, SandboxEnd } from './sandbox.ts'

/** What running a job needs from the world. */
export interface RunCommandPorts {
  sandbox: Sandbox
  /** One record a run, whatever its end. */
  journal: { record(run: Run, argv: string[], end: SandboxEnd): void }
  settings: CommandRules & { timeoutSeconds: number; maxTimeoutSeconds: number }
}

/**
 * Runs one job's command and reports how it ended. What this installation does not run is a result as well, with the
 * exit code a shell has for it and the reason on stderr, so that the model can act on it.
 */
export async function runCommand(ports: RunCommandPorts, run: Run, signals: RunSignals): Promise<RunResult> {
  const { timeoutSeconds: usual, maxTimeoutSeconds, ...rules } = ports.settings
  const timeoutSeconds = Math.min(run.timeoutSeconds ?? usual, maxTimeoutSeconds)
  const verdict = judgeCommand(run.command, rules)
  if (!verdict.allowed) return refusal(verdict.reason, timeoutSeconds)
  const workdirRel = plainWorkdir(run.workdirRel)
  if (workdirRel === undefined) {
    return refusal('the working folder must be relative to your folder, without ".."', timeoutSeconds)
  }
  const { runId, userId } = run
  const { argv } = verdict
  const end = await ports.sandbox.run({ runId, userId, argv, workdirRel, timeoutSeconds }, signals)
  ports.journal.record(run, argv, end)
  const { containerId: _containerId, adopted: _adopted, ...result } = end
  return { ...result, timeoutSeconds }
}

function refusal(reason: string, timeoutSeconds: number): RunResult {
  return {
    stoppedReason: 'exit',
    exitCode: 126,
    stdout: '',
    stderr: `not run: ${reason}\n`,
    omittedBytes: 0,
    durationMs: 0,
    timeoutSeconds,
  }
}
