import type { StoppedReason } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { setTimeout as sleep } from 'node:timers/promises'
import { containerName } from '../domain/container-name.ts'
import {
  containerSpec,
  ownerLabel,
  runLabel,
  userLabel,
  type SandboxSettings,
} from '../domain/container-spec.ts'
import type { Gate } from '../domain/gate.ts'
import {
  stopReason,
  type RunSignals,
  type Sandbox,
  type SandboxEnd,
  type SandboxOrder,
} from '../domain/sandbox.ts'
import { noDiskQuota, type DiskQuota } from './disk-quota.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import { followContainer, type FollowLimits, type Placed } from './follow-container.ts'

export interface DockerSandboxOptions {
  engine: Engine
  settings: SandboxSettings
  limits: Omit<FollowLimits, 'timeoutSeconds'>
  /** Opens once the engine has shown that its sandboxes hold. */
  fitness: Gate
  folders: {
    /** Makes the person's folder as it must be and names it as the engine's host does. */
    prepare(userId: number): Promise<string>
  }
  /** What people may hold; without it there is no limit. */
  disk?: DiskQuota
  /** How long after making a container its maker may still be about to start it; 10 s when left out. */
  startWithinMs?: number
}

/** Runs commands in containers of a Docker engine. */
export function dockerSandbox(options: DockerSandboxOptions): Sandbox {
  const { engine, settings, limits, fitness, folders, disk = noDiskQuota, startWithinMs = 10_000 } = options
  const nameOf = (runId: string) => containerName(settings.owner, runId)

  /** Undefined: it was stopped before it began. `full`: its person's folder must become smaller first. */
  async function place(order: SandboxOrder, signals: RunSignals): Promise<Placed | 'full' | undefined> {
    if (signals.cancel.aborted) return found(order)
    const spec = containerSpec(order, await folders.prepare(order.userId), settings)
    if (await disk.isOverfull(order.userId)) return (await found(order)) ?? 'full'
    for (let tries = 0; tries < 10; tries++) {
      if (!signals.isOurs()) throw left()
      if (signals.cancel.aborted) return found(order)
      const id = await engine.create(nameOf(order.runId), spec)
      if (id) return { id, state: 'created' }
      const placed = await found(order)
      if (placed) return placed
      // The engine keeps a name a moment before and after its container can be seen.
      await sleep(100)
    }
    throw unavailable('the container of an earlier delivery is there and is not')
  }

  /** What an earlier delivery has made. */
  async function found(order: SandboxOrder): Promise<Placed | undefined> {
    for (;;) {
      const view = await engine.inspect(nameOf(order.runId))
      if (!view) return undefined
      mustBelongTo(order, view)
      if (!isPerhapsStarting(view)) return placedAs(view)
      await sleep(100)
    }
  }

  function mustBelongTo({ runId, userId }: SandboxOrder, { Config }: ContainerView): void {
    const labels = Config['Labels'] as Record<string, string>
    const expected = { [ownerLabel]: settings.owner, [runLabel]: runId, [userLabel]: String(userId) }
    const foreign = Object.entries(expected).some(([label, value]) => labels[label] !== value)
    if (foreign) throw unavailable(`the container ${nameOf(runId)} is not this run's`)
  }

  /**
   * The engine starts an ended container again when told to, so a request to start may only be sent when no other one
   * can be on its way: its sender has failed and said so, or has had time enough.
   */
  function isPerhapsStarting({ State, Created }: ContainerView): boolean {
    return State.Status === 'created' && !State.Error && Date.now() - Date.parse(Created) < startWithinMs
  }

  return {
    async run(order, signals) {
      await fitness.open()
      try {
        const placed = await place(order, signals)
        if (placed === 'full') return neverStarted('disk_limit', overfullWords)
        if (!placed) return neverStarted(stopReason(signals.cancel))
        using watch = disk.watch(order.userId)
        return await followContainer(
          engine,
          placed,
          { ...limits, timeoutSeconds: order.timeoutSeconds },
          { ...signals, full: watch.full },
        )
      } catch (error) {
        // It may come back as another one.
        if (error instanceof AppError && error.code === 'sandbox_unavailable') fitness.close()
        throw error
      }
    },
    release: (runId) => engine.remove(nameOf(runId)),
    async killAll() {
      const all = await engine.list(settings.owner)
      await Promise.all(all.map(({ containerId }) => engine.kill(containerId)))
      return all.length
    },
  }
}

function left(): AppError {
  return new AppError('run_left', 'another executor may have this run now; left to it', { retryable: true })
}

function placedAs({ Id: id, State }: ContainerView): Placed {
  if (State.Status === 'created') return { id, state: 'created' }
  const startedAt = new Date(State.StartedAt)
  return { id, state: State.Running ? 'running' : 'ended', startedAt }
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
