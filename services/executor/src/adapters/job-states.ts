import { runQueue } from '@aika/contracts'
import { inspectQueues, type Connection } from '@aika/queue'
import type { SweepPorts } from '../domain/sweep.ts'

const ahead = new Set<string>(['active', 'waiting', 'delayed', 'prioritized', 'waiting-children', 'paused'])

/** Whether a run is still to be worked on, and whether any is now, as their queue says. */
export function jobStates(
  connection: Connection,
): SweepPorts['runs'] & { isPaused(): Promise<boolean> } & AsyncDisposable {
  const inspector = inspectQueues(connection)
  const queue = inspector.queues.find(({ name }) => name === runQueue.name)!
  return {
    isPaused: () => queue.isPaused(),
    isAwaited: async (runId) => ahead.has(await queue.getJobState(runId)),
    [Symbol.asyncDispose]: () => inspector[Symbol.asyncDispose](),
  }
}
