import type { StoppedReason } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { containerName } from '../domain/container-name.ts'
import { ownerLabel, userLabel, type SandboxSettings } from '../domain/container-spec.ts'
import type { Gate } from '../domain/gate.ts'
import type { Booking, Bookings } from '../domain/bookings.ts'
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
import { removeEnded } from './remove-ended.ts'
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
  bookings: Bookings
  folders: PeopleFolders
  maker: SandboxMaker
  pool: Pick<SandboxPool, 'prepare' | 'take' | 'putBack'>
  /** What people may hold; without it there is no limit. */
  disk?: DiskQuota
  /** How long whoever has booked a container may take to hand its command over; 10 s when left out. */
  handOverWithinMs?: number
}

/** How much longer than the time limit a command lives when no executor is there to end it. */
const backstopSeconds = 10

/** `full`: its person's folder must become smaller first. */
type Obstacle = 'full' | { error: unknown }

/** Runs commands in containers of a Docker engine. */
export function dockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { engine, settings, limits, fitness, bookings, folders, maker, pool, disk = noDiskQuota } = options
  const naming = namesOf(engine, (runId) => containerName(settings.owner, runId))
  const removal = removals(async (runId) => {
    const booking = bookings.of(runId)
    if (!booking) return
    await naming.settled(booking.containerId)
    await removeEnded(engine, booking.containerId)
    bookings.forget(runId)
  })

  /** Undefined: it has not begun, because it was stopped or because of the obstacle. */
  async function place(
    order: SandboxOrder,
    signals: RunSignals,
    obstacle: Obstacle | undefined,
  ): Promise<PlacedCommand | undefined> {
    const isStopped = () => signals.cancel.aborted || obstacle !== undefined
    for (let tries = 0; tries < 10; tries++) {
      const last = bookings.of(order.runId)
      const adopted = last && (await adopt(order, last))
      if (adopted || isStopped()) return adopted
      const ready = await pool.take(order.userId)
      if (!signals.isOurs()) throw unused(ready)
      const placed = begin(ready ?? (await maker.make(order.userId)), order, signals, last)
      if (placed) return placed
    }
    throw unavailable('others are given this run again and again')
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

  /**
   * Gives the run to this sandbox and its command to the runner, in one go: whoever finds a booking whose command does not
   * come need not wait for long. Undefined: it was stopped, or somebody else has the run.
   */
  function begin(
    ready: ReadySandbox,
    order: SandboxOrder,
    signals: RunSignals,
    last: Booking | undefined,
  ): PlacedCommand | undefined {
    if (!signals.isOurs()) throw unused(ready)
    const { containerId, line } = ready
    if (signals.cancel.aborted || !book(ready, order.runId, last)) {
      pool.putBack(ready)
      return undefined
    }
    const { argv, workdirRel, timeoutSeconds } = order
    const { outputLimitBytes } = limits
    line.send(
      commandFrame({ argv, workdirRel, backstopSeconds: timeoutSeconds + backstopSeconds, outputLimitBytes }),
    )
    naming.begin(containerId, order.runId)
    return { containerId, line, adopted: false }
  }

  function book({ containerId, line }: ReadySandbox, runId: string, last: Booking | undefined): boolean {
    try {
      return bookings.book(runId, containerId, last)
    } catch (error) {
      // It may have the run now: nothing has begun in it, and its runner ends with the line.
      line.close()
      throw error
    }
  }

  function unused(ready: ReadySandbox | undefined): AppError {
    if (ready) pool.putBack(ready)
    return left()
  }

  /** Goes on with what an earlier delivery has begun. */
  async function adopt(order: SandboxOrder, { containerId }: Booking): Promise<PlacedCommand | undefined> {
    const check = (view: ContainerView) => mustBelongTo(order, view)
    const adopted = await adoptCommand(engine, containerId, check, options.handOverWithinMs)
    // Whoever began it may not have come to that.
    if (adopted) naming.begin(containerId, order.runId)
    return adopted
  }

  function mustBelongTo({ runId, userId }: SandboxOrder, { Config }: ContainerView): void {
    const labels = Config['Labels'] as Record<string, string>
    const isOurs = labels[ownerLabel] === settings.owner && labels[userLabel] === String(userId)
    if (!isOurs) throw unavailable(`the container that ${runId} was given to is not its person's`)
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
      const given = new Set(bookings.all().map(({ containerId }) => containerId))
      return all.filter(({ containerId }) => given.has(containerId)).length
    },
  }
}

/**
 * Calls containers by their runs, beside their commands: the engine writes to disk for it. For whoever looks at the engine,
 * and for `recallBookings`; a command does not wait for it, nor fails by it.
 */
function namesOf(engine: Engine, nameOf: (runId: string) => string) {
  const underWay = new Map<string, Promise<void>>()
  return {
    begin(containerId: string, runId: string) {
      const naming = engine
        .rename(containerId, nameOf(runId))
        .catch(() => undefined)
        .finally(() => underWay.delete(containerId))
      underWay.set(containerId, naming)
    },
    settled: async (containerId: string) => underWay.get(containerId),
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
