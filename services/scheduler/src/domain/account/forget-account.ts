import type { AccountTask, Reply } from '@aika/contracts'
import type { Erasure, RowCounts, Traces } from '@aika/store'
import type { Clock } from '../clock.ts'
import { receiptText, type Counts } from './receipt.ts'
import { stopTurns, type StopTurnsPorts } from './stop-turns.ts'

export interface ForgetAccountPorts extends StopTurnsPorts {
  erasure: Omit<Erasure, 'rewriteFile'>
  files: {
    /** How many files, folders and all else there are of them. */
    count(userId: number): Promise<number>
    /** Removes their whole folder. */
    removePerson(userId: number): Promise<number>
  }
  /** What admins keep: reports of errors, and logs of jobs. */
  records: {
    eraseReports(userId: number): Promise<number>
    eraseLogLines(userId: number): Promise<number>
  }
  jobs: {
    eraseJobs(userId: number, traces: Traces, keep: string[]): Promise<number>
    eraseKeys(userId: number): Promise<number>
    rewriteLog(): Promise<void>
  }
  /** Counts of a wish, kept until it is done, so that a repetition knows what there was at first. */
  tallies: {
    /** @returns what stands now: the first one put there. */
    keep(requestId: string, counts: Counts): Promise<Counts>
    add(requestId: string, counts: Partial<Counts>): Promise<Counts>
    drop(requestId: string): Promise<void>
  }
  replies: { enqueue(reply: Reply): Promise<void> }
  clock: Clock
}

/** Whoever was still at work may have left something: it is looked for again so often. */
const mostRounds = 5

/**
 * Deletes all that is known of a person, everywhere, and then says how much that was. May be killed at any moment and done
 * again: every step finds what is left of it. Rows and files are counted before the first of it goes.
 *
 * @throws AppError retryable, when something could not be deleted yet.
 */
export async function forgetAccount(ports: ForgetAccountPorts, task: AccountTask): Promise<void> {
  const { requestId, userId, chatId, traceId } = task
  const replyId = `forgotten-${requestId}`
  await ports.tallies.keep(requestId, await census(ports, userId))
  await stopAll(ports, userId)
  for (let round = 0; round < mostRounds; round++) {
    const left = await eraseOnce(ports, task, replyId)
    if (left === 0) break
  }
  await ports.erasure.settle()
  await ports.jobs.rewriteLog()
  const markdown = receiptText(await ports.tallies.add(requestId, {}))
  await ports.replies.enqueue({ replyId, chatId, traceId, body: { kind: 'notice', markdown } })
  await ports.tallies.drop(requestId)
}

async function census({ erasure, files }: ForgetAccountPorts, userId: number): Promise<Counts> {
  const [rows, fileCount] = [await erasure.census(userId), await files.count(userId)]
  return { rows, files: fileCount, reports: 0, logLines: 0, jobs: 0, keys: 0 }
}

/** First nothing new begins, then what runs is stopped. */
async function stopAll(ports: ForgetAccountPorts, userId: number): Promise<void> {
  const running = await ports.erasure.stop(userId, ports.clock.now())
  await stopTurns(ports, running, async () => (await ports.erasure.running(userId)) === 0)
}

/** Jobs first: in groups they are known by the turns in the database alone. @returns how much of it was in the database. */
async function eraseOnce(ports: ForgetAccountPorts, { requestId, userId }: AccountTask, receiptId: string) {
  const { erasure, files, records, jobs, tallies } = ports
  const traces = await erasure.traces(userId)
  await tallies.add(requestId, {
    jobs: await jobs.eraseJobs(userId, traces, [receiptId, `forget-${requestId}`]),
  })
  const rows = await erasure.erase(userId)
  await files.removePerson(userId)
  await tallies.add(requestId, {
    reports: await records.eraseReports(userId),
    logLines: await records.eraseLogLines(userId),
    keys: await jobs.eraseKeys(userId),
  })
  return total(rows)
}

const total = (rows: RowCounts) => Object.values(rows).reduce((sum, count) => sum + count, 0)
