import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ApprovalId, ChatId, ReminderId, TraceId, TurnId, UserId } from './ids.ts'

/** A sentence of a summary: the row, and a fingerprint of the text, as sentences have no ids. */
export const SentenceRef = z.strictObject({
  summaryId: z.int().positive(),
  mark: z.string().regex(/^[0-9a-f]{16}$/),
})
export type SentenceRef = z.output<typeof SentenceRef>

/** At most so many exchanges are forgotten by one wish; more of them ask for more words. */
export const mostForgottenAtOnce = 500

/** Some of what is remembered of one person. Names things and holds none of their words. */
export const Forgettable = z.strictObject({
  turnIds: z.array(TurnId).max(mostForgottenAtOnce),
  /** Numbers of those in the private chat: what sums one of them up goes, too. */
  numbers: z.array(z.int().positive()).max(mostForgottenAtOnce),
  noteIds: z.array(z.string().regex(/^[\w-]{1,100}$/)).max(mostForgottenAtOnce),
  sentences: z.array(SentenceRef).max(2 * mostForgottenAtOnce),
  /** Of reminders that are over. */
  reminderIds: z.array(ReminderId).max(mostForgottenAtOnce),
  /** Of commands' cards that are decided; those of turns go with their turn. */
  cardIds: z.array(ApprovalId).max(mostForgottenAtOnce),
})
export type Forgettable = z.output<typeof Forgettable>

const wish = {
  /** The update key of the wish. */
  requestId: z.string().regex(/^[\w-]{1,100}$/),
  traceId: TraceId,
  userId: UserId,
  chatId: ChatId,
}

/**
 * All of one person's data: packed into a zip in their own cache folder and sent, or deleted everywhere with a receipt; or
 * some of what is remembered of them, deleted. Producer: bot, after the person's yes. Consumer: scheduler. Each is safe to
 * run twice.
 */
export const accountQueue = defineQueue({
  name: 'account',
  payload: z.discriminatedUnion('task', [
    z.object({ ...wish, task: z.enum(['export', 'forget']) }),
    z.object({ ...wish, task: z.literal('forget_some'), what: Forgettable }),
  ]),
  result: z.object({ done: z.boolean() }),
  attempts: 10,
  backoffMs: 2_000,
  jobId: ({ task, requestId }) => `${task}-${requestId}`,
  keepForSeconds: 0,
})

export type AccountTask = z.output<typeof accountQueue.payload>
/** Some of a person's memory is to be forgotten. */
export type ForgetSomeTask = Extract<AccountTask, { task: 'forget_some' }>
