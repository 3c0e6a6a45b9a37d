import type { SandboxList, SandboxListed } from '@aika/contracts'
import type { Bookings } from '../domain/bookings.ts'
import type { Leftover } from '../domain/sweep.ts'

export interface SandboxListPorts {
  /** All of this installation, running or not. */
  list(): Promise<Leftover[]>
  bookings: Pick<Bookings, 'all'>
  clock: { now(): Date }
}

type State = SandboxListed['sandboxes'][number]['state']

/** The door for people who ask what their sandboxes do: each hears of their own alone. */
export function answerSandboxLists(ports: SandboxListPorts): (ask: SandboxList) => Promise<SandboxListed> {
  return async ({ userId }) => {
    const own = (await ports.list()).filter((sandbox) => sandbox.userId === userId)
    const given = new Set(ports.bookings.all().map(({ containerId }) => containerId))
    const now = ports.clock.now().getTime()
    const sandboxes = own.flatMap((sandbox) => {
      const state = stateOf(sandbox, given)
      return state ? [{ state, ageMs: Math.max(0, now - sandbox.createdAt.getTime()) }] : []
    })
    return { sandboxes }
  }
}

/** None: it is being made, or was made and not needed. */
function stateOf({ containerId, isRunning }: Leftover, given: Set<string>): State | undefined {
  const hasRun = given.has(containerId)
  if (isRunning) return hasRun ? 'running' : 'ready'
  return hasRun ? 'ended' : undefined
}
