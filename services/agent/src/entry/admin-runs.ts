import { adminRunQueue } from '@aika/contracts'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { adminRun, type AdminRunPorts } from '../domain/admin-run.ts'

/** The door for `/run`: one command at a time, each once. */
export function answerAdminRuns(
  ports: AdminRunPorts,
  options: Omit<ConsumeOptions, 'concurrency'>,
): Consumer<{ exitCode: number | null }> {
  return consume(adminRunQueue, (run, { signal }) => adminRun(ports, run, signal), {
    ...options,
    concurrency: 1,
  })
}
