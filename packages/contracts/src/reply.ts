import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, TurnId } from './ids.ts'

/** Why a turn has no answer of the model's; one table in the bot turns each into words. */
export const FailureCode = z.enum([
  'quota_resting',
  'model_unavailable',
  'blocked_by_safety',
  'empty_answer',
  'cancelled',
  'internal',
])
export type FailureCode = z.output<typeof FailureCode>

/** What is to be said. Text is the model's Markdown; the bot renders it. */
export const ReplyBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    markdown: z.string(),
    /** A breaker ended the turn: offer [Continue] and [Stop]. */
    canContinue: z.boolean().default(false),
  }),
  z.object({
    kind: z.literal('failure'),
    code: FailureCode,
    /** What was finished before it failed, one line each, in plain words. */
    done: z.array(z.string()).default([]),
    /** Seconds until trying again makes sense, where that is known. */
    retryAfterSeconds: z.int().positive().optional(),
  }),
  z.object({ kind: z.literal('notice'), markdown: z.string() }),
])
export type ReplyBody = z.output<typeof ReplyBody>

/**
 * One thing to say in one chat. Producers: agent, gateway (notices to admins). Consumer: bot.
 *
 * Said at least once: when it is not known whether Telegram took it, it is said again and marked as a possible repeat.
 */
export const replyQueue = defineQueue({
  name: 'reply',
  payload: z.object({
    /** `reply-<turnId>` or `notice-<what>-<chat>`: the same id is never a second message. */
    replyId: z.string().regex(/^[a-z][\w-]{0,119}$/),
    traceId: TraceId,
    chatId: ChatId,
    turnId: TurnId.optional(),
    /** The person's message, quoted in groups. */
    replyToMessageId: z.int().positive().optional(),
    body: ReplyBody,
  }),
  result: z.object({ messageIds: z.array(z.int()) }),
  attempts: 12,
  backoffMs: 500,
  jobId: ({ replyId }) => replyId,
  keepForSeconds: 24 * 3_600,
})

export type Reply = z.output<typeof replyQueue.payload>
