import { cancelRunChannel, runQueue, type Run, type RunResult } from '@aika/contracts'
import { broadcaster, consume, listen, produce, type Broadcaster } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { queueRuns } from '../src/adapters/queue-runs.ts'
import { TurnCancelled } from '../src/domain/ports.ts'
import { aTurn } from '../src/testing/fake-ports.ts'

const limits = { maxTimeoutSeconds: 300, queueingMs: 60_000 }

const redis = useRedis()
const log = createLogger('test', 'silent')
const command = { script: 'sleep 300', timeoutSeconds: undefined, workdirRel: '' }
const killed: RunResult = {
  stoppedReason: 'cancelled',
  stdout: '',
  stderr: '',
  omittedBytes: 0,
  durationMs: 1,
  timeoutSeconds: 300,
}

/** An executor whose one command ends when it is told to, and only then. */
async function anExecutor() {
  const { connection } = redis
  const [begun, ended] = [Promise.withResolvers<Run>(), Promise.withResolvers<RunResult>()]
  const heard: string[] = []
  const onCancel = ({ runId }: { runId: string }) => {
    heard.push(runId)
    ended.resolve(killed)
  }
  const resources = new AsyncDisposableStack()
  resources.use(await listen(cancelRunChannel, connection, onCancel, log))
  const handle = (run: Run) => (begun.resolve(run), ended.promise)
  const consumer = resources.use(consume(runQueue, handle, { connection, concurrency: 1, log }))
  const recorded = new Promise((resolve) => consumer.onCompleted(resolve))
  return { begun: begun.promise, recorded, heard, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** Loses the first message of each kind. */
function lossy(channels: Broadcaster): Broadcaster {
  let messages = 0
  return {
    ...channels,
    publish: async (...args) => void (messages++ > 0 && (await channels.publish(...args))),
  }
}

test('Stop whose broadcast is lost once: the person is answered at once, and the command ends', async () => {
  await using executor = await anExecutor()
  await using producer = produce(runQueue, redis.connection)
  await using channels = broadcaster(redis.connection)
  const stop = new AbortController()
  const runs = queueRuns(producer, lossy(channels), limits)
  const running = runs.run('tg-1-1-3', aTurn(), command, stop.signal)
  await executor.begun

  stop.abort(new TurnCancelled())

  await expect(running).rejects.toBeInstanceOf(TurnCancelled)
  await executor.recorded
  expect(executor.heard.length).toBeGreaterThanOrEqual(1)
})
