import { replyQueue } from '@aika/contracts'
import { openRedis, patient, produce, redisConnection } from '@aika/queue'
import { adminNotices, heartbeat, serveHealth, type Logger } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { GroqModel } from './adapters/groq-model.ts'
import type { SummarizerConfig } from './config.ts'
import { ModelLadder, type ModelLadderPorts } from './domain/model-ladder.ts'
import { summaryConsumer } from './entry/summary-consumer.ts'

export type SummarizerOverrides = Partial<Pick<ModelLadderPorts, 'model' | 'clock'>>

/** Two at a time: Groq counts tokens per minute, and nobody waits for a summary. */
const concurrency = 2

/** Names every concrete class. Disposal runs in reverse: the consumer finishes what it has begun first. */
export async function composeSummarizer(
  config: SummarizerConfig,
  log: Logger,
  overrides: SummarizerOverrides = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const redis = resources.adopt(openRedis(patient(connection)), (client) => client.disconnect())
  const store = resources.use(await openStore({ path: config.DATABASE_PATH }))
  const notices = adminNotices(resources.use(produce(replyQueue, connection)), config.ADMIN_USER_IDS, log)

  const models = new ModelLadder([config.SUMMARY_MODEL, ...config.SUMMARY_MODEL_FALLBACKS], {
    model: overrides.model ?? new GroqModel({ url: config.GATEWAY_URL, token: config.GATEWAY_TOKEN }),
    onGone(model, next, reason, { traceId }) {
      log.error({ model, next, reason, traceId }, 'a summary model is gone')
      notices.tell(`summary-model-${model}`, modelGone(model, next), traceId)
    },
    clock: overrides.clock ?? { now: () => Date.now() },
  })

  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'summarizer', {
      redis: () => redis.ping(),
      database: () => store.ping(),
    }),
  )
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'summarizer', isHealthy))
  resources.use(summaryConsumer({ exchanges: store.exchanges, models }, { connection, concurrency, log }))
  return resources.move()
}

function modelGone(model: string, next: string | undefined): string {
  const goOn = next
    ? `I go on with \`${next}\`.`
    : 'There is no other one to go on with: summaries wait until there is.'
  return `Groq no longer has the model \`${model}\` that writes summaries. ${goOn} Please set \`SUMMARY_MODEL\` in \`.env\` and run \`./aika up\`.`
}
