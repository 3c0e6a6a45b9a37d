import {
  controlChannel,
  housekeepingQueue,
  incidentQueue,
  prepareQueue,
  replyQueue,
  runQueue,
  summaryQueue,
  wakeQueue,
} from '@aika/contracts'
import { broadcaster, consume, listen, openRedis, patient, produce, redisConnection } from '@aika/queue'
import { adminNotices, heartbeat, incidents, quotasOf, serveHealth, type Logger } from '@aika/service-kit'
import { createRecall } from '@aika/recall'
import { openStore } from '@aika/store'
import { openWorkspace } from '@aika/workspace'
import { setTimeout as sleep } from 'node:timers/promises'
import { judgeCommand } from '@aika/command-judge'
import { limiter, limitsFrom } from '@aika/limits'
import { begunOnce } from './adapters/begun-once.ts'
import { channelCancels } from './adapters/channel-cancels.ts'
import { channelProgress } from './adapters/channel-progress.ts'
import { geminiModel } from './adapters/gemini-model.ts'
import { hostShell } from './adapters/host-shell.ts'
import { limitedRuns } from './adapters/limited-runs.ts'
import { knownPeople } from './adapters/known-people.ts'
import { purgedNotes } from './adapters/purged-notes.ts'
import { queueReplies } from './adapters/queue-replies.ts'
import { queueRuns } from './adapters/queue-runs.ts'
import { queueSandboxes } from './adapters/queue-sandboxes.ts'
import { randomString } from './adapters/random-string.ts'
import { unifiedDiff } from './adapters/unified-diff.ts'
import { workspaceFolders } from './adapters/workspace-folders.ts'
import { workspaceMedia } from './adapters/workspace-media.ts'
import type { AgentConfig } from './config.ts'
import { patientModel } from './domain/patient-model.ts'
import type { AgentPorts } from './domain/ports.ts'
import { prepareHints } from './domain/prepare-hints.ts'
import { createTools } from './domain/tools/index.ts'
import { answerAdminRuns } from './entry/admin-runs.ts'
import { answerWakes } from './entry/wakes.ts'

export type AgentOverrides = Partial<AgentPorts> & {
  /** What time it is for people; the machine's by default. Queues stay with the machine's. */
  now?: () => Date
}

/** Names every concrete class. Disposal runs in reverse: first the consumer, which finishes or hands back its turns. */
export async function composeAgent(
  config: AgentConfig,
  log: Logger,
  { now = () => new Date(), ...overrides }: AgentOverrides = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const store = resources.use(
    await openStore({ path: config.DATABASE_PATH, clock: now, timeZone: config.TIMEZONE }),
  )
  const replies = resources.use(produce(replyQueue, connection))
  const runs = resources.use(produce(runQueue, connection))
  const waits = {
    maxTimeoutSeconds: config.SANDBOX_MAX_TIMEOUT_SECONDS,
    queueingMs: config.SANDBOX_QUEUE_SECONDS * 1_000,
  }
  const prepares = resources.use(produce(prepareQueue, connection))
  const summaries = resources.use(produce(summaryQueue, connection))
  const channels = resources.use(broadcaster(connection))
  const cancels = channelCancels()
  resources.use(await listen(controlChannel, connection, cancels.hear, log))

  const notices = adminNotices(replies, config.ADMIN_USER_IDS, log)
  const model = patientModel(
    {
      single: geminiModel({
        baseUrl: config.GATEWAY_URL,
        token: config.GATEWAY_TOKEN,
        maxAnswerMs: config.AGENT_TURN_SECONDS * 1_000,
      }),
      tellAdmins: (gone, used) => notices.tell(`model-${gone}`, modelReplaced(gone, used)),
      clock: { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
    },
    [config.GEMINI_MODEL, ...config.GEMINI_MODEL_FALLBACKS],
  )
  const workspace = openWorkspace({
    userDir: config.USER_DIR,
    sharedDir: config.SHARED_DIR,
    ...quotasOf(config),
  })
  const reports = resources.use(incidents(resources.use(produce(incidentQueue, connection)), 'agent', log))
  const limits = resources.use(limiter(connection, limitsFrom(config)))
  const people = knownPeople(store.people, {
    allowed: config.ALLOWED_USER_IDS,
    admins: config.ADMIN_USER_IDS,
    names: config.TELEGRAM_USER_ALIASES,
    timeZone: config.TIMEZONE,
  })
  const ports: AgentPorts = {
    inbox: store.inbox,
    turns: store.turns,
    exchanges: store.exchanges,
    attachments: store.attachments,
    approvals: store.approvals,
    judgeCommand,
    diffOf: unifiedDiff,
    newApprovalId: () => randomString(16),
    media: workspaceMedia(workspace),
    model,
    tools: createTools(people),
    limits,
    incidents: reports,
    hints: prepareHints({
      sandboxes: queueSandboxes({ producer: prepares, limits, log }),
      clock: { now: () => new Date() },
    }),
    runs: limitedRuns(queueRuns(runs, channels, waits), limits),
    folders: workspaceFolders(workspace),
    replies: queueReplies(replies),
    reminders: store.reminders,
    notes: purgedNotes(store.notes, resources.use(produce(housekeepingQueue, connection))),
    recall: createRecall(store.passages),
    summaries: { ...store.summaries, request: (summary) => summaries.enqueue(summary) },
    progress: channelProgress(channels),
    cancels,
    clock: localClock(now),
    people,
    settings: {
      maxSteps: config.AGENT_MAX_STEPS,
      maxModelCalls: config.GEMINI_MAX_CALLS_PER_MESSAGE,
      turnMs: config.AGENT_TURN_SECONDS * 1_000,
      promptTokenBudget: config.PROMPT_TOKEN_BUDGET,
      maxTimeoutSeconds: config.SANDBOX_MAX_TIMEOUT_SECONDS,
      judgesCommands: config.COMMAND_JUDGE === 'on',
      approvalTtlMs: config.APPROVAL_TTL_MINUTES * 60_000,
    },
    log,
    ...overrides,
  }

  const redis = openRedis(patient(connection))
  resources.defer(() => redis.disconnect())
  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'agent', { redis: () => redis.ping(), store: () => store.ping() }),
  )
  resources.use(heartbeat(connection, 'agent', async () => Object.keys(await health.failing()).length === 0))
  const wakes = answerWakes(ports)
  const options = { connection, concurrency: config.AGENT_CONCURRENCY, log }
  resources.use(consume(wakeQueue, wakes.handle, options)).onFailed(reports.ofQueue('wake'))
  const adminRuns = answerAdminRuns(
    {
      isOn: config.ADMIN_RUN,
      isAdmin: (userId) => config.ADMIN_USER_IDS.includes(userId),
      begin: begunOnce(redis),
      shell: hostShell({ secrets: [config.GATEWAY_TOKEN, config.REDIS_PASSWORD] }),
      replies: { send: (reply) => replies.enqueue(reply) },
    },
    { connection, log },
  )
  resources.use(adminRuns).onFailed(reports.ofQueue('admin-run'))
  resources.defer(() => wakes.handBackSoon())
  return resources.move()
}

function modelReplaced(gone: string, used: string): string {
  return `The model \`${gone}\` does not answer, I am using \`${used}\` instead. The setting is \`GEMINI_MODEL\`.`
}

function localClock(now: () => Date): AgentPorts['clock'] {
  const formats = new Map<string, Intl.DateTimeFormat>()
  const formatOf = (timeZone: string) => {
    const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...timeParts })
    formats.set(timeZone, format)
    return format
  }
  return { now, localTime: (at, timeZone) => formatOf(timeZone).format(at) }
}

const timeParts = {
  weekday: 'long',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'shortOffset',
} as const
