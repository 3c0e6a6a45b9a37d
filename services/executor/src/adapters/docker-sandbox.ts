import type { StoppedReason } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { setTimeout as sleep } from 'node:timers/promises'
import { containerName, runIdOf } from '../domain/container-name.ts'
import { ownerLabel, userLabel, type SandboxSettings } from '../domain/container-spec.ts'
import type { Gate } from '../domain/gate.ts'
import { commandFrame } from '../domain/runner-frames.ts'
import {
  stopReason,
  type RunSignals,
  type Sandbox,
  type SandboxEnd,
  type SandboxOrder,
} from '../domain/sandbox.ts'
import { adoptCommand } from './adopt-command.ts'
import { noDiskQuota, type DiskQuota } from './disk-quota.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import { followCommand, left, type PlacedCommand } from './follow-command.ts'
import { removals } from './removals.ts'
import type { PeopleFolders, ReadySandbox, SandboxMaker } from './sandbox-maker.ts'
import type { SandboxPool } from './sandbox-pool.ts'

export interface DockerSandboxOptions {
  engine: Engine
  settings: Pick<SandboxSettings, 'owner'>
  limits: {
    /** Kept of each of the two outputs. */
    outputBytes: number
    /** More than this of both together ends the command. */
    outputLimitBytes: number
  }
  /** Opens once the engine has shown that its sandboxes hold. */
  fitness: Gate
  folders: PeopleFolders
  maker: SandboxMaker
  pool: Pick<SandboxPool, 'prepare' | 'take' | 'putBack'>
  /** What people may hold; without it there is no limit. */
  disk?: DiskQuota
  /** How long whoever has claimed a container may take to hand its command over; 10 s when left out. */
  handOverWithinMs?: number
}

/** How much longer than the time limit a command lives when no executor is there to end it. */
const backstopSeconds = 10

/** `full`: its person's folder must become smaller first. */
type Obstacle = 'full' | { error: unknown }

/** Runs commands in containers of a Docker engine. */
export function dockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { engine, settings, limits, fitness, folders, maker, pool, disk = noDiskQuota } = options
  const nameOf = (runId: string) => containerName(settings.owner, runId)
  const removal = removals((runId) => engine.remove(nameOf(runId)))

  /** Undefined: it has not begun, because it was stopped or because of the obstacle. */
  async function place(
    order: SandboxOrder,
    signals: RunSignals,
    obstacle: Obstacle | undefined,
  ): Promise<PlacedCommand | undefined> {
    const { userId, runId } = order
    if (signals.cancel.aborted || obstacle) return adopt(order)
    for (let tries = 0; tries < 10; tries++) {
      const ready = await pool.take(userId)
      if (ready && (!signals.isOurs() || signals.cancel.aborted)) pool.putBack(ready)
      if (!signals.isOurs()) throw left()
      if (signals.cancel.aborted) return adopt(order)
      const claimed = ready ? await claim(ready, nameOf(runId)) : await maker.make(nameOf(runId), userId)
      if (claimed) return begin(claimed, order, signals)
      const adopted = await adopt(order)
      if (adopted) return adopted
      // The engine keeps a name a moment before and after its container can be seen.
      await sleep(100)
    }
    throw unavailable('the container of an earlier delivery is there and is not')
  }

  /** What keeps a person's command from beginning and is no fault of the engine's. Never rejects. */
  async function obstacleOf(userId: number): Promise<Obstacle | undefined> {
    try {
      await folders.prepare(userId)
      return (await disk.isOverfull(userId)) ? 'full' : undefined
    } catch (error) {
      return { error }
    }
  }

  /** A name is had by one container: whoever gives it away first has the run. */
  async function claim(ready: ReadySandbox, name: string): Promise<ReadySandbox | undefined> {
    try {
      if (await engine.rename(ready.containerId, name)) return ready
    } catch (error) {
      // Whichever name it has by now: nothing has begun in it, and its runner ends with the line.
      ready.line.close()
      throw error
    }
    pool.putBack(ready)
    return undefined
  }

  async function begin(
    { containerId, line }: ReadySandbox,
    order: SandboxOrder,
    signals: RunSignals,
  ): Promise<PlacedCommand | undefined> {
    if (!signals.isOurs()) {
      // Its runner ends with the line; whoever has the run by now sees that nothing has begun.
      line.close()
      throw left()
    }
    if (signals.cancel.aborted) {
      line.close()
      return adopt(order)
    }
    const { argv, workdirRel, timeoutSeconds } = order
    const { outputLimitBytes } = limits
    line.send(
      commandFrame({ argv, workdirRel, backstopSeconds: timeoutSeconds + backstopSeconds, outputLimitBytes }),
    )
    return { containerId, line, adopted: false }
  }

  /** Goes on with what an earlier delivery has begun. */
  function adopt(order: SandboxOrder): Promise<PlacedCommand | undefined> {
    const check = (view: ContainerView) => mustBelongTo(order, view)
    return adoptCommand(engine, nameOf(order.runId), check, options.handOverWithinMs)
  }

  function mustBelongTo({ runId, userId }: SandboxOrder, { Config }: ContainerView): void {
    const labels = Config['Labels'] as Record<string, string>
    const isOurs = labels[ownerLabel] === settings.owner && labels[userLabel] === String(userId)
    if (!isOurs) throw unavailable(`the container ${nameOf(runId)} is not this run's`)
  }

  async function onEngine(order: SandboxOrder, signals: RunSignals, obstacle: Obstacle | undefined) {
    try {
      await removal.settled(order.userId)
      const placed = await place(order, signals, obstacle)
      if (!placed) return undefined
      removal.expect(order)
      const { outputBytes } = limits
      const { timeoutSeconds } = order
      return await followCommand(engine, placed, { outputBytes, timeoutSeconds }, signals, (written) =>
        disk.watch(order.userId, { written }),
      )
    } catch (error) {
      // It may come back as another one.
      if (error instanceof AppError && error.code === 'sandbox_unavailable') fitness.close()
      throw error
    }
  }

  return {
    async prepare(userId) {
      await fitness.open()
      return pool.prepare(userId)
    },
    async run(order, signals) {
      await fitness.open()
      const obstacle = signals.cancel.aborted ? undefined : await obstacleOf(order.userId)
      const end = await onEngine(order, signals, obstacle)
      if (end) return end
      if (signals.cancel.aborted) return neverStarted(stopReason(signals.cancel))
      if (typeof obstacle === 'object') throw obstacle.error
      return neverStarted('disk_limit', overfullWords)
    },
    release: removal.remove,
    async killAll() {
      const all = await engine.list(settings.owner)
      await Promise.all(all.map(({ containerId }) => engine.kill(containerId)))
      return all.filter(({ name }) => runIdOf(name, settings.owner) !== undefined).length
    },
  }
}

const overfullWords =
  'Not run: the folder holds more than its quota. Delete something without a command first (file_delete).'

function neverStarted(stoppedReason: StoppedReason, stderr = ''): SandboxEnd {
  return {
    containerId: '',
    stoppedReason,
    stdout: '',
    stderr,
    omittedBytes: 0,
    durationMs: 0,
    adopted: false,
  }
}
