import {
  cancelRunChannel,
  controlChannel,
  incidentQueue,
  prepareQueue,
  runQueue,
  sandboxListQueue,
  sandboxSweepQueue,
} from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { consume, listen, openBrake, openRedis, patient, produce, redisConnection } from '@aika/queue'
import { heartbeat, incidents, serveHealth, type Logger } from '@aika/service-kit'
import { join } from 'node:path'
import { jobStates } from './adapters/job-states.ts'
import { pauseWatch } from './adapters/pause-watch.ts'
import { runJournal } from './adapters/run-journal.ts'
import { RunLog } from './adapters/run-log.ts'
import type { ExecutorConfig } from './config.ts'
import type { RunCommandPorts } from './domain/run-command.ts'
import type { Sandbox } from './domain/sandbox.ts'
import { sweep } from './domain/sweep.ts'
import { answerPanics } from './entry/panics.ts'
import { answerPrepares } from './entry/prepares.ts'
import { answerRuns } from './entry/runs.ts'
import { answerSandboxLists } from './entry/sandbox-lists.ts'
import { openSandbox } from './open-sandbox.ts'

/** Names every concrete class. Disposal runs in reverse: the consumers finish their runs first. */
export async function composeExecutor(config: ExecutorConfig, log: Logger): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const reports = resources.use(incidents(resources.use(produce(incidentQueue, connection)), 'executor', log))
  const { engine, pool, sandbox, fitness, bookings } = openSandbox(config, log)
  resources.use(pool)
  const runLog = resources.use(new RunLog(join(config.ADMIN_DIR, 'job_logs'), log))
  const ports: RunCommandPorts = {
    sandbox,
    journal: runJournal(log, runLog, config.SANDBOX_RUNTIME),
    settings: {
      mode: config.SANDBOX_COMMAND_MODE,
      allowedPrograms: config.SANDBOX_ALLOWED_PROGRAMS,
      timeoutSeconds: config.SANDBOX_TIMEOUT_SECONDS,
      maxTimeoutSeconds: config.SANDBOX_MAX_TIMEOUT_SECONDS,
    },
  }
  const states = resources.use(jobStates(connection))
  const runs = answerRuns(ports, resources.use(pauseWatch()), states)

  const redis = openRedis(patient(connection))
  resources.defer(() => redis.disconnect())
  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'executor', {
      redis: () => redis.ping(),
      engine: () => engine.ping(),
      sandbox: () => fitness.open(),
      image: async () => {
        if (!(await engine.hasImage(config.SANDBOX_IMAGE)))
          throw new Error(`${config.SANDBOX_IMAGE} is missing`)
      },
    }),
  )
  resources.use(
    heartbeat(
      connection,
      'executor',
      async () => Object.keys(await health.failing()).length === 0,
      `runtime ${config.SANDBOX_RUNTIME}`,
    ),
  )

  const containers = { list: () => engine.list(config.SANDBOX_OWNER), remove: engine.remove }
  const clock = { now: () => new Date() }
  const sweepNow = () => sweep({ containers, runs: states, bookings, clock })
  // An engine that is away is no reason not to start: until it is back, each run is refused and says why.
  await fitness.open().then(
    () =>
      log.info(
        { runtime: config.SANDBOX_RUNTIME, image: config.SANDBOX_IMAGE },
        'a sandbox was tried and holds',
      ),
    (error: unknown) => log.error({ err: error }, messageOf(error)),
  )
  await sweepNow().catch((error: unknown) => log.warn({ err: error }, 'leftovers could not be removed'))

  const removals = releases(sandbox, log)
  resources.use(removals)
  const options = { connection, concurrency: config.EXECUTOR_CONCURRENCY, log }
  resources.use(await listen(cancelRunChannel, connection, ({ runId }) => runs.cancel(runId), log))
  const brake = resources.use(openBrake([runQueue], connection))
  const panics = resources.use(
    answerPanics({
      endAll: () => runs.panic(),
      // A queue that somebody paused in the console is no panic.
      heldSince: async () => ((await states.isPaused()) ? brake.pausedSince() : undefined),
      onTrouble: (error) => reports.report(error, { what: 'panic' }),
      log,
    }),
  )
  resources.use(await listen(controlChannel, connection, panics.hear, log))
  const consumer = resources.use(consume(runQueue, runs.handle, options))
  consumer.onCompleted(removals.release)
  consumer.onFailed((payload) => removals.release(runOf(payload)))
  consumer.onFailed(reports.ofQueue('run'))
  const prepare = answerPrepares(sandbox, (error) => log.debug({ err: error }, 'no sandbox was prepared'))
  resources.use(consume(prepareQueue, prepare, options))
  const lists = answerSandboxLists({ list: containers.list, bookings, clock })
  resources.use(consume(sandboxListQueue, lists, options))
  const sweeping = { ...options, concurrency: 1 }
  const sweeper = resources.use(
    consume(sandboxSweepQueue, async () => ({ handled: await sweepNow() }), sweeping),
  )
  sweeper.onFailed(reports.ofQueue('sandbox-sweep'))
  return resources.move()
}

/** Whatever failed may have failed because it is no run at all. */
function runOf(payload: unknown): string | undefined {
  const run = runQueue.payload.safeParse(payload)
  return run.success ? run.data.runId : undefined
}

/** Takes containers away once their results are recorded, beside the next run; the sweep catches what fails here. */
function releases(sandbox: Sandbox, log: Logger) {
  const pending = new Set<Promise<void>>()
  return {
    release(runId: string | undefined) {
      if (!runId) return
      const removal = sandbox
        .release(runId)
        .catch((error: unknown) => log.warn({ runId, err: error }, 'a container could not be removed yet'))
        .finally(() => pending.delete(removal))
      pending.add(removal)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pending)
    },
  }
}
