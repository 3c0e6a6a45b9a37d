import { setTimeout as sleep } from 'node:timers/promises'
import { RecordReader } from '../domain/record-reader.ts'
import { demux } from './demux.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import type { PlacedCommand } from './follow-command.ts'
import { recordLine } from './runner-line.ts'

/** How long a command may be on its way to a container's runner. */
export const handOverMs = 10_000

/**
 * Goes on with the command that an earlier delivery has begun in this container. Only the runner's own word that it began
 * counts; a container without it is removed, unless its command may still be on the way.
 *
 * @param withinMs - for that; as long again the engine may take to end and remove the container.
 * @returns nothing when no command has begun, and none will any more.
 * @throws AppError `sandbox_unavailable` when the engine does not get done with it.
 */
export async function adoptCommand(
  engine: Engine,
  containerId: string,
  check: (view: ContainerView) => void,
  withinMs = handOverMs,
): Promise<PlacedCommand | undefined> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const view = await engine.inspect(containerId)
    if (!view) return undefined
    check(view)
    const { State } = view
    const startedAt = State.Status === 'created' ? undefined : await begunAt(engine, view)
    if (startedAt) {
      const line = recordLine(await engine.logs(containerId, 'end'))
      return { containerId, line, startedAt, adopted: true }
    }
    if (Date.now() > deadline + withinMs) throw unavailable('a container that nobody uses does not go away')
    if (State.Running) {
      // What it has begun by then its record tells.
      if (Date.now() > deadline) await engine.kill(containerId)
    } else if (await engine.removeUnlessRunning(containerId)) continue
    await sleep(100)
  }
}

/** A record of which something is gone holds too much for one of a command that has not begun. */
async function begunAt(engine: Engine, { Id, State }: ContainerView): Promise<Date | undefined> {
  let at: Date | undefined
  const record = new RecordReader((frame) => {
    if (frame.kind === 'started') at ??= frame.at
  })
  const read = demux((_from, bytes) => record.read(bytes))
  for await (const chunk of (await engine.logs(Id, 'now')) as AsyncIterable<Buffer>) {
    read(chunk)
    if (at) break
  }
  if (at || !record.isTorn) return at
  // When is not known any more: should it go on for too long, its runner ends it.
  return new Date(State.Running ? Date.now() : State.StartedAt)
}
