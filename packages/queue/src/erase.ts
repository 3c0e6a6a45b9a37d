import { incidentQueue, replyQueue, summaryQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Job, JobType, Queue } from 'bullmq'
import { setTimeout as delay } from 'node:timers/promises'
import { impatient, openRedis, type Connection } from './connection.ts'
import { inspectQueues } from './inspect.ts'

/** What a person's jobs are known by, besides their own id and that of the private chat with them, which is the same. */
export interface JobTraces {
  turnIds: string[]
  reminderIds: string[]
}

/** What the jobs of some turns are known by. */
export interface TurnTraces {
  turnIds: string[]
  /** Of cards that were shown in them, and of others that are to go. */
  approvalIds: string[]
  /** Of reminders that are to go. */
  reminderIds: string[]
}

/** Deletes what Redis holds of one person. Every call may be repeated. */
export interface Eraser extends AsyncDisposable {
  /**
   * Removes their jobs from all queues, whatever their state, results included; then what the queues tell of jobs that
   * ended (others’ too, which nobody needs for longer than a moment).
   * @param keep - ids of jobs that stay.
   * @throws AppError `jobs_running` (retryable) when one of them does not end within 10 s.
   * @returns how many jobs.
   */
  eraseJobs(userId: number, traces: JobTraces, keep: string[]): Promise<number>
  /**
   * Removes the jobs of some of their turns from all queues, whatever their state, and what was said to them or reported
   * of their work and is over: lists and cards quote. Then what the queues tell of jobs that ended.
   * @throws as `eraseJobs`.
   */
  eraseJobsOfTurns(userId: number, traces: TurnTraces, keep: string[]): Promise<number>
  /**
   * Waits for whatever is being summed up of theirs, and leaves what waits: who read before writes what they read.
   * @throws as `eraseJobs`.
   */
  untilNothingIsSummedUp(userId: number): Promise<void>
  /** Removes keys that are named after them: limits, marks of single jobs. @returns how many. */
  eraseKeys(userId: number): Promise<number>
  /**
   * Writes Redis's log anew from what there is, and waits for that: the old one names every command ever given.
   * @throws AppError `log_not_rewritten` (retryable) when it is not done within a minute.
   */
  rewriteLog(): Promise<void>
}

const states: JobType[] = [
  'active',
  'waiting',
  'delayed',
  'prioritized',
  'waiting-children',
  'completed',
  'failed',
]
const page = 500
const runningMs = 10_000
const rewriteMs = 60_000

export function openEraser(connection: Connection): Eraser {
  const inspector = inspectQueues(connection)
  const redis = openRedis(impatient(connection))
  return {
    eraseJobs(userId, traces, keep) {
      const isTheirs = matcher(userId, traces)
      return eraseWhere((job) => isTheirs(job.data as never), keep)
    },
    eraseJobsOfTurns: (userId, traces, keep) => eraseWhere(turnMatcher(userId, traces), keep),
    async untilNothingIsSummedUp(userId) {
      const summaries = inspector.queues.find(({ name }) => name === summaryQueue.name)!
      const isTheirs = matcher(userId, { turnIds: [], reminderIds: [] })
      await untilDone(async () => {
        const running = (await summaries.getActive()) as (Job | undefined)[]
        return !running.some((job) => job && isTheirs(job.data as never))
      })
    },
    async eraseKeys(userId) {
      const named = [...(await keysOf(`*:${userId}`)), ...(await keysOf(`*:${userId}:*`))]
      const theirs = named.filter((key) => !key.startsWith('bull:') || /^bull:[\w-]+:d[en]:/.test(key))
      return theirs.length === 0 ? 0 : redis.del(theirs)
    },
    async rewriteLog() {
      if ((await persistence('aof_enabled')) !== '1') return
      await rewrite()
      const deadline = performance.now() + rewriteMs
      while (
        (await persistence('aof_rewrite_in_progress')) === '1' ||
        (await persistence('aof_rewrite_scheduled')) === '1'
      ) {
        if (performance.now() > deadline) throw notRewritten()
        await delay(100)
      }
      if ((await persistence('aof_last_bgrewrite_status')) !== 'ok') throw notRewritten()
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
      await inspector[Symbol.asyncDispose]()
    },
  }

  async function eraseWhere(isWanted: (job: Job) => boolean, keep: string[]): Promise<number> {
    const kept = new Set(keep)
    let removed = 0
    await untilDone(async () => {
      const counts = await Promise.all(
        inspector.queues.map((queue) => eraseFrom(queue, (job) => isWanted(job) && !kept.has(job.id ?? ''))),
      )
      removed += counts.reduce((sum, { gone }) => sum + gone, 0)
      return counts.every(({ running }) => running === 0)
    })
    // Streams of events hold the results of jobs that are long gone.
    for (const key of await keysOf('bull:*:events')) await redis.xtrim(key, 'MAXLEN', 0)
    return removed
  }

  async function keysOf(pattern: string): Promise<string[]> {
    const keys = new Set<string>()
    for await (const batch of redis.scanStream({ match: pattern, count: 1_000 })) {
      for (const key of batch as string[]) keys.add(key)
    }
    return [...keys]
  }

  async function persistence(field: string): Promise<string | undefined> {
    return new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(await redis.info('persistence'))?.[1]
  }

  /** One that runs already may have begun before the last deletion: another follows it. */
  async function rewrite(): Promise<void> {
    const deadline = performance.now() + rewriteMs
    for (;;) {
      const refused = await redis.bgrewriteaof().then(
        () => undefined,
        (error: unknown) => error,
      )
      if (refused === undefined) return
      if (performance.now() > deadline) throw notRewritten(refused)
      await delay(200)
    }
  }
}

/** @throws AppError `jobs_running` (retryable) when it takes longer than that. */
async function untilDone(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + runningMs
  while (!(await isDone())) {
    if (performance.now() > deadline) throw new AppError('jobs_running', 'a job of theirs still runs', { retryable: true }) // prettier-ignore
    await delay(200)
  }
}

const notRewritten = (cause?: unknown) =>
  new AppError('log_not_rewritten', "Redis's log could not be rewritten", { retryable: true, cause })

type Matcher = (data: Record<string, unknown>) => boolean

function matcher(userId: number | undefined, { turnIds, reminderIds }: JobTraces): Matcher {
  const [turns, reminders] = [new Set(turnIds), new Set(reminderIds)]
  return (data) => {
    if (userId !== undefined && (data['userId'] === userId || data['chatId'] === userId)) return true
    if (typeof data['turnId'] === 'string' && turns.has(data['turnId'])) return true
    if (typeof data['replyId'] === 'string' && turnsIn(data['replyId']).some((id) => turns.has(id)))
      return true
    const body = data['body'] as { reminderId?: string } | undefined
    return body?.reminderId !== undefined && reminders.has(body.reminderId)
  }
}

const quoting: ReadonlySet<string> = new Set([replyQueue.name, incidentQueue.name])

function turnMatcher(
  userId: number,
  { turnIds, approvalIds, reminderIds }: TurnTraces,
): (job: Job) => boolean {
  const isOfThem = matcher(undefined, { turnIds, reminderIds })
  const isTheirs = matcher(userId, { turnIds: [], reminderIds: [] })
  const [turns, cards] = [new Set(turnIds), new Set(approvalIds.map((id) => `approval-${id}`))]
  return (job) => {
    const data = job.data as Record<string, unknown>
    const { runId, replyId } = data
    if (isOfThem(data)) return true
    if (typeof runId === 'string' && turns.has(runId.replace(/-\d+$/, ''))) return true
    if (typeof replyId === 'string' && cards.has(replyId.replace(/-(closed|done)$/, ''))) return true
    return job.finishedOn !== undefined && quoting.has(job.queueName) && isTheirs(data)
  }
}

/** The turn in `reply-<turn>`, and in `reply-<turn>-r1` or `dm-<turn>-<step>`. */
function turnsIn(replyId: string): string[] {
  const named = replyId.replace(/^[a-z]+-/, '')
  return [named, named.replace(/-r?\d+$/, '')]
}

async function eraseFrom(
  queue: Queue,
  isWanted: (job: Job) => boolean,
): Promise<{ gone: number; running: number }> {
  const theirs = await jobsOf(queue, isWanted)
  const outcomes = await Promise.all(theirs.map(remove))
  const gone = outcomes.filter(Boolean).length
  return { gone, running: outcomes.length - gone }
}

/** All are looked at before one is removed, so that none moves to a page that was read already. */
async function jobsOf(queue: Queue, isWanted: (job: Job) => boolean): Promise<Job[]> {
  const wanted: Job[] = []
  for (let from = 0; ; from += page) {
    const jobs = (await queue.getJobs(states, from, from + page - 1)) as (Job | undefined)[]
    wanted.push(...(jobs.filter((job) => job !== undefined && isWanted(job)) as Job[]))
    if (jobs.length === 0) return wanted
  }
}

/** @returns false when it runs. */
async function remove(job: Job): Promise<boolean> {
  return job.remove().then(
    () => true,
    () => false,
  )
}
