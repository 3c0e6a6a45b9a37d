import type { Forgettable, ForgetSomeTask, Reply } from '@aika/contracts'
import type { ForgetSome, Forgotten } from '@aika/store'
import type { Clock } from '../clock.ts'
import { someForgottenText } from './receipt.ts'
import { stopTurns, waitUntil, type StopTurnsPorts } from './stop-turns.ts'

export interface ForgetSomePorts extends StopTurnsPorts {
  some: ForgetSome
  /** Brings what was deleted to the file: until then the index' old pieces and the write-ahead log hold its words. */
  erasure: { settle(): Promise<void> }
  jobs: {
    eraseJobsOfTurns(
      userId: number,
      traces: { turnIds: string[]; approvalIds: string[]; reminderIds: string[] },
      keep: string[],
    ): Promise<number>
    untilNothingIsSummedUp(userId: number): Promise<void>
    rewriteLog(): Promise<void>
  }
  records: {
    /** Lines about the commands that these turns ran. */
    eraseRunsOf(userId: number, turnIds: string[]): Promise<number>
  }
  files: {
    /** Removes what we wrote into their folder: outputs of these turns' commands, and exports, which hold everything. */
    removeOurs(userId: number, turnIds: string[]): Promise<void>
  }
  /** How much it was, kept until it is done, so that a repetition knows what there was at first. */
  firstCounts: {
    /** @returns what stands now: the first one put there. */
    keep(requestId: string, counts: Forgotten): Promise<Forgotten>
    drop(requestId: string): Promise<void>
  }
  replies: { enqueue(reply: Reply): Promise<void> }
  clock: Clock
}

/** Of a turn that read what is to be forgotten before it went. */
const endsWithinMs = 10_000

/**
 * Deletes some of what is remembered of a person and then says how much that was. May be killed at any moment and done
 * again: every step finds what is left of it, as all of it is named by the task.
 *
 * @throws AppError retryable, when something could not be deleted yet.
 */
export async function forgetSome(ports: ForgetSomePorts, task: ForgetSomeTask): Promise<void> {
  const { requestId, userId, chatId, traceId, what } = task
  const counts = await ports.firstCounts.keep(requestId, await ports.some.count(userId, what))
  // They were over when it was asked; one of them may have been taken up again.
  await stopAll(ports, userId, what.turnIds)
  await eraseOnce(ports, task)
  await untilNobodyHasRead(ports, userId)
  // Who read before the rows went may have written it since.
  await ports.jobs.untilNothingIsSummedUp(userId)
  await eraseOnce(ports, task)
  await ports.erasure.settle()
  await ports.jobs.rewriteLog()
  const markdown = someForgottenText(counts)
  await ports.replies.enqueue({
    replyId: receiptId(requestId),
    chatId,
    traceId,
    body: { kind: 'notice', markdown },
  })
  await ports.firstCounts.drop(requestId)
}

const receiptId = (requestId: string) => `forgotten-${requestId}`

/**
 * A turn of theirs that runs now may have begun when the rows were there, and would quote them after the receipt: it is
 * let end, or stopped. What it writes meanwhile is looked at by the second deletion.
 */
async function untilNobodyHasRead(ports: ForgetSomePorts, userId: number): Promise<void> {
  const { some, pause } = ports
  let left = await some.running(userId)
  const haveEnded = async () => {
    const running = new Set(await some.running(userId))
    left = left.filter((turnId) => running.has(turnId))
    return left.length === 0
  }
  await waitUntil(haveEnded, endsWithinMs, pause)
  if (left.length > 0) await stopAll(ports, userId, left)
}

async function stopAll(ports: ForgetSomePorts, userId: number, turnIds: string[]): Promise<void> {
  const running = () => ports.some.stop(userId, turnIds, ports.clock.now())
  await stopTurns(ports, await running(), async () => (await running()).length === 0)
}

const nothing: Forgettable = {
  turnIds: [],
  numbers: [],
  noteIds: [],
  sentences: [],
  reminderIds: [],
  cardIds: [],
}
/** Nobody else writes meanwhile, and nobody is to wait for long. */
const turnsAtOnce = 50

/** Jobs first: cards are known by the rows alone. What sums up any of it last: it is written anew from what is left then. */
async function eraseOnce(ports: ForgetSomePorts, task: ForgetSomeTask): Promise<void> {
  const { some, jobs, records, files, pause } = ports
  const { requestId, userId, what } = task
  const { reminderIds, cardIds } = what
  const approvalIds = [...(await some.questionsOf(userId, what.turnIds)), ...cardIds]
  const traces = { turnIds: what.turnIds, approvalIds, reminderIds }
  await jobs.eraseJobsOfTurns(userId, traces, [receiptId(requestId)])
  for (let from = 0; from < what.turnIds.length; from += turnsAtOnce) {
    const turnIds = what.turnIds.slice(from, from + turnsAtOnce)
    await some.erase(userId, { ...nothing, turnIds })
    await pause(0)
  }
  await some.erase(userId, { ...what, turnIds: [] })
  await some.eraseQuotes(userId)
  await records.eraseRunsOf(userId, what.turnIds)
  await files.removeOurs(userId, what.turnIds)
}
