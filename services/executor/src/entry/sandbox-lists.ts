import type { SandboxList, SandboxListed } from '@aika/contracts'
import type { Leftover } from '../domain/sweep.ts'

export interface SandboxListPorts {
  /** All of this installation, running or not. */
  list(): Promise<Leftover[]>
  /** The run of a container's name; none for one that waits for its command. */
  runIdOf(name: string): string | undefined
  clock: { now(): Date }
}

type State = SandboxListed['sandboxes'][number]['state']

/** The door for people who ask what their sandboxes do: each hears of their own alone. */
export function answerSandboxLists(ports: SandboxListPorts): (ask: SandboxList) => Promise<SandboxListed> {
  return async ({ userId }) => {
    const own = (await ports.list()).filter((sandbox) => sandbox.userId === userId)
    const now = ports.clock.now().getTime()
    const sandboxes = own.flatMap((sandbox) => {
      const state = stateOf(sandbox, ports)
      return state ? [{ state, ageMs: Math.max(0, now - sandbox.createdAt.getTime()) }] : []
    })
    return { sandboxes }
  }
}

/** None: it is being made, or was made and not needed. */
function stateOf({ name, isRunning }: Leftover, { runIdOf }: SandboxListPorts): State | undefined {
  const hasRun = runIdOf(name) !== undefined
  if (isRunning) return hasRun ? 'running' : 'ready'
  return hasRun ? 'ended' : undefined
}
