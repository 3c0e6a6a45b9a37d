import { Counter, Histogram, type Logger } from '@aika/service-kit'
import type { RunCommandPorts } from '../domain/run-command.ts'
import type { RunLog } from './run-log.ts'

const runs = new Counter({
  name: 'aika_runs_total',
  help: 'Commands by how they ended',
  labelNames: ['reason'],
})
const seconds = new Histogram({
  name: 'aika_run_seconds',
  help: 'How long commands ran',
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
})

const SHOWN = 2_000

/** One line a run in its person's log, the same without their words in the service's, and its figures. */
export function runJournal(
  log: Logger,
  runLog: Pick<RunLog, 'add'>,
  runtime: string,
): RunCommandPorts['journal'] {
  return {
    record({ runId, traceId, userId }, argv, end) {
      runs.inc({ reason: end.stoppedReason })
      seconds.observe(end.durationMs / 1_000)
      const line = {
        traceId,
        runId,
        container_id: end.containerId.slice(0, 12),
        user: userId,
        duration_ms: end.durationMs,
        exit_code: end.exitCode ?? null,
        truncated: end.omittedBytes > 0,
        stopped_reason: end.stoppedReason,
        adopted: end.adopted,
        runtime,
      }
      log.info(line, 'run')
      const shown = argv.map((argument) =>
        argument.length > SHOWN ? `${argument.slice(0, SHOWN)}…` : argument,
      )
      runLog.add(userId, { timestamp: new Date().toISOString(), ...line, argv: shown })
    },
  }
}
