import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from './engine.ts'

/** How long the engine takes to see that a container has ended, most often and at times. */
const looksMs = [25, 25, 50, 100]

/**
 * Removes the container of a command that is over. Its runner ends by itself after its last word; an engine that is told
 * to end it all the same starts a process for that, a tenth of all the work that a container makes. One that does not end is
 * ended.
 */
export async function removeEnded(
  engine: Pick<Engine, 'remove' | 'removeUnlessRunning'>,
  containerId: string,
): Promise<void> {
  for (const ms of looksMs) {
    await sleep(ms)
    if (await engine.removeUnlessRunning(containerId)) return
  }
  await engine.remove(containerId)
}
