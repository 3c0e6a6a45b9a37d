import type { Forgettable, ForgetSomeTask, Reply } from '@aika/contracts'
import type { ForgetSome, Forgotten } from '@aika/store'
import type { Clock } from '../clock.ts'
import { someForgottenText } from './receipt.ts'

export interface ForgetSomePorts {
  some: ForgetSome
  /** Brings what was deleted to the file: until then the index' old pieces and the write-ahead log hold its words. */
  erasure: { settle(): Promise<void> }
  jobs: {
    eraseJobsOfTurns(
      userId: number,
      traces: { turnIds: string[]; approvalIds: string[] },
      keep: string[],
    ): Promise<number>
    untilNothingIsSummedUp(userId: number): Promise<void>
    rewriteLog(): Promise<void>
  }
  records: {
    /** Lines about the commands that these turns ran. */
    eraseRunsOf(userId: number, turnIds: string[]): Promise<number>
  }
  /** How much it was, kept until it is done, so that a repetition knows what there was at first. */
  firstCounts: {
    /** @returns what stands now: the first one put there. */
    keep(requestId: string, counts: Forgotten): Promise<Forgotten>
    drop(requestId: string): Promise<void>
  }
  stopTurn(turn: { turnId: string; chatId: number }): Promise<void>
  replies: { enqueue(reply: Reply): Promise<void> }
  pause: (ms: number) => Promise<void>
  clock: Clock
}

/** A healthy agent stops within 2 s. */
const stopWithinMs = 8_000
const lookEveryMs = 200

/**
 * Deletes some of what is remembered of a person and then says how much that was. May be killed at any moment and done
 * again: every step finds what is left of it, as all of it is named by the task.
 *
 * @throws AppError retryable, when something could not be deleted yet.
 */
export async function forgetSome(ports: ForgetSomePorts, task: ForgetSomeTask): Promise<void> {
  const { requestId, userId, chatId, traceId, what } = task
  const counts = await ports.firstCounts.keep(requestId, await ports.some.count(userId, what))
  await stopAll(ports, userId, what)
  await eraseOnce(ports, task)
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

/** They were over when it was asked; one of them may have been taken up again. */
async function stopAll({ some, stopTurn, pause, clock }: ForgetSomePorts, userId: number, what: Forgettable) {
  for (let waitedMs = 0; waitedMs < stopWithinMs; waitedMs += lookEveryMs) {
    const running = await some.stop(userId, what.turnIds, clock.now())
    if (running.length === 0) return
    if (waitedMs === 0) await Promise.all(running.map((turn) => stopTurn(turn)))
    await pause(lookEveryMs)
  }
}

/** Nobody else writes meanwhile, and nobody is to wait for long. */
const turnsAtOnce = 50

/** Jobs first: cards are known by the rows alone. What sums up any of it last: it is written anew from what is left then. */
async function eraseOnce(ports: ForgetSomePorts, task: ForgetSomeTask): Promise<void> {
  const { some, jobs, records, pause } = ports
  const { requestId, userId, what } = task
  const approvalIds = await some.questionsOf(userId, what.turnIds)
  await jobs.eraseJobsOfTurns(userId, { turnIds: what.turnIds, approvalIds }, [receiptId(requestId)])
  for (let from = 0; from < what.turnIds.length; from += turnsAtOnce) {
    const turnIds = what.turnIds.slice(from, from + turnsAtOnce)
    await some.erase(userId, { turnIds, numbers: [], noteIds: [], sentences: [] })
    await pause(0)
  }
  await some.erase(userId, { ...what, turnIds: [] })
  await some.eraseQuotes(userId)
  await records.eraseRunsOf(userId, what.turnIds)
}
