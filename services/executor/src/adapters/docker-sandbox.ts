import { AppError } from '@aika/errors'
import { containerName } from '../domain/container-name.ts'
import {
  containerSpec,
  ownerLabel,
  runLabel,
  userLabel,
  type SandboxSettings,
} from '../domain/container-spec.ts'
import type { Gate } from '../domain/gate.ts'
import type { RunSignals, Sandbox, SandboxEnd, SandboxOrder } from '../domain/sandbox.ts'
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
}

/** Runs commands in containers of a Docker engine. */
export function dockerSandbox({ engine, settings, limits, fitness, folders }: DockerSandboxOptions): Sandbox {
  const nameOf = (runId: string) => containerName(settings.owner, runId)

  async function place(order: SandboxOrder, signals: RunSignals): Promise<Placed | undefined> {
    const name = nameOf(order.runId)
    if (signals.cancel.aborted) return adopted(order, await engine.inspect(name))
    const spec = containerSpec(order, await folders.prepare(order.userId), settings)
    if (!signals.isOurs())
      throw new AppError('run_left', 'the run may be another executor’s', { retryable: true })
    const id = await engine.create(name, spec)
    return id ? { id, state: 'created' } : adopted(order, await engine.inspect(name))
  }

  function adopted(order: SandboxOrder, view: ContainerView | undefined): Placed | undefined {
    if (!view) return undefined
    const labels = view.Config['Labels'] as Record<string, string>
    const expected = {
      [ownerLabel]: settings.owner,
      [runLabel]: order.runId,
      [userLabel]: String(order.userId),
    }
    const foreign = Object.entries(expected).some(([label, value]) => labels[label] !== value)
    if (foreign) throw unavailable(`the container ${nameOf(order.runId)} is not this run's`)
    return placedAs(view)
  }

  return {
    async run(order, signals) {
      await fitness.open()
      try {
        const placed = await place(order, signals)
        if (placed) {
          return await followContainer(
            engine,
            placed,
            { ...limits, timeoutSeconds: order.timeoutSeconds },
            signals,
          )
        }
        if (signals.cancel.aborted) return neverStarted
        throw unavailable('the container of an earlier delivery is just being removed')
      } catch (error) {
        // It may come back as another one.
        if (error instanceof AppError && error.code === 'sandbox_unavailable') fitness.close()
        throw error
      }
    },
    release: (runId) => engine.remove(nameOf(runId)),
  }
}

function placedAs({ Id: id, State }: ContainerView): Placed {
  if (State.Status === 'created') return { id, state: 'created' }
  const startedAt = new Date(State.StartedAt)
  return { id, state: State.Running ? 'running' : 'ended', startedAt }
}

const neverStarted: SandboxEnd = {
  containerId: '',
  stoppedReason: 'cancelled',
  stdout: '',
  stderr: '',
  omittedBytes: 0,
  durationMs: 0,
  adopted: false,
}
