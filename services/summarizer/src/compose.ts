import { incidentQueue, replyQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { openRedis, patient, produce, redisConnection } from '@aika/queue'
import {
  adminNotices,
  heartbeat,
  incidents,
  redact,
  serveHealth,
  type AdminNotices,
  type Logger,
} from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { join } from 'node:path'
import { GroqModel } from './adapters/groq-model.ts'
import { redisLeases } from './adapters/redis-leases.ts'
import { reportFiles } from './adapters/report-files.ts'
import type { SummarizerConfig } from './config.ts'
import type { HandleIncidentPorts } from './domain/handle-incident.ts'
import { ModelLadder, type ModelLadderPorts } from './domain/model-ladder.ts'
import { tellTogether } from './domain/tell-together.ts'
import { incidentConsumer } from './entry/incident-consumer.ts'
import { summaryConsumer } from './entry/summary-consumer.ts'

export type SummarizerOverrides = Partial<Pick<ModelLadderPorts, 'model' | 'clock'>> & {
  /** How long triage may take. */
  triageMs?: number
  /** What time it is for people; the machine's by default. Queues and keys' rests stay with the machine's. */
  now?: () => Date
}

/** Two at a time: Groq counts tokens per minute, and nobody waits for a summary. */
const concurrency = 2
/** Room for the answers: four sentences in a language of many tokens. */
const summaryTokens = 600
const triageTokens = 1_300
const triageMs = 20_000
/** How often what was not told one by one is summed up; told of it is once an hour. */
const tellTogetherMs = 600_000

/** Names every concrete class. Disposal runs in reverse: the consumer finishes what it has begun first. */
export async function composeSummarizer(
  config: SummarizerConfig,
  log: Logger,
  { now = () => new Date(), ...overrides }: SummarizerOverrides = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const redis = resources.adopt(openRedis(patient(connection)), (client) => client.disconnect())
  const store = resources.use(await openStore({ path: config.DATABASE_PATH, clock: now }))
  const notices = adminNotices(resources.use(produce(replyQueue, connection)), config.ADMIN_USER_IDS, log)

  const models = new ModelLadder([config.SUMMARY_MODEL, ...config.SUMMARY_MODEL_FALLBACKS], {
    model: overrides.model ?? groq(config, summaryTokens),
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

  const reports = resources.use(
    incidents(resources.use(produce(incidentQueue, connection)), 'summarizer', log),
  )
  const options = { connection, log }
  const ports = incidentPorts(config, log, { store, notices, triageMs: overrides.triageMs ?? triageMs })
  resources.use(incidentConsumer(ports, options))
  resources.use(tellTogetherRegularly(ports, store, redis, log))
  const { exchanges, summaries } = store
  const leases = resources.use(redisLeases(connection))
  const memory = { exchanges, summaries, models, leases, clock: { now } }
  resources.use(summaryConsumer(memory, { ...options, concurrency })).onFailed(reports.ofQueue('summary'))
  return resources.move()
}

const groq = (config: SummarizerConfig, answerTokens: number) =>
  new GroqModel({ url: config.GATEWAY_URL, token: config.GATEWAY_TOKEN, answerTokens })

function incidentPorts(
  config: SummarizerConfig,
  log: Logger,
  { store, notices, triageMs: limitMs }: { store: Store; notices: AdminNotices; triageMs: number },
): HandleIncidentPorts {
  return {
    incidents: store.incidents,
    reports: reportFiles(join(config.ADMIN_DIR, 'error_reports')),
    triage: {
      model: groq(config, triageTokens),
      modelName: config.TRIAGE_MODEL,
      limitMs,
      scrub: redact,
      onTrouble: (error, { incidentId, traceId }) =>
        log.warn({ incidentId, traceId, reason: messageOf(error) }, 'no cause was found for an incident'),
    },
    admins: notices,
    clock: { now: () => new Date() },
    log,
  }
}

function tellTogetherRegularly(
  { admins, clock }: HandleIncidentPorts,
  { incidents: kinds }: Store,
  redis: ReturnType<typeof openRedis>,
  log: Logger,
): Disposable {
  const isTurn = async () => (await redis.set('aika:incidents-folded', '1', 'EX', 3_600, 'NX')) === 'OK'
  const tellNow = () => tellTogether({ incidents: kinds, admins, isTurn, clock })
  const timer = setInterval(() => {
    tellNow().catch((error: unknown) => log.warn({ err: error }, 'incidents could not be told together'))
  }, tellTogetherMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function modelGone(model: string, next: string | undefined): string {
  const goOn = next
    ? `I go on with \`${next}\`.`
    : 'There is no other one to go on with: summaries wait until there is.'
  return `Groq no longer has the model \`${model}\` that writes summaries. ${goOn} Please set \`SUMMARY_MODEL\` in \`.env\` and run \`./aika up\`.`
}
