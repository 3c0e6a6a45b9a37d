import type { RunResult } from '@aika/contracts'

/** What became of a command. */
export const aRun = (more: Partial<RunResult> = {}): RunResult => ({
  stoppedReason: 'exit',
  exitCode: 0,
  stdout: '3\n',
  stderr: '',
  omittedBytes: 0,
  durationMs: 5,
  timeoutSeconds: 30,
  ...more,
})
