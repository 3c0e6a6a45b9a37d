import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ApprovalId, ChatId, IncidentId, ReminderId, TraceId, TurnId, UserId } from './ids.ts'

/** Why a turn has no answer of the model's; one table in the bot turns each into words. */
export const FailureCode = z.enum([
  'quota_resting',
  'model_unavailable',
  'blocked_by_safety',
  'empty_answer',
  'cancelled',
  'rate_limited',
  'internal',
])
export type FailureCode = z.output<typeof FailureCode>

/** A file of one person's folder, or of the shared one. */
export const FileAt = z.object({
  ownerId: UserId,
  location: z.enum(['user', 'shared']),
  path: z.string().min(1).max(1_024),
})
export type FileAt = z.output<typeof FileAt>

/** How a question with a card ended. `always`: approved, and not asked again for that exact pattern. */
export const CardOutcome = z.enum(['approved', 'always', 'denied', 'expired', 'void'])
export type CardOutcome = z.output<typeof CardOutcome>

/** What is to be approved, in a person's words. */
export const Card = z.object({
  /** One line: `Delete a file`. */
  title: z.string().min(1).max(200),
  /** Exactly what will run or change; shown as code, whole where it fits into a message. */
  what: z.string().max(100_000),
  /** Of an overwrite: a unified diff. */
  diff: z.string().max(20_000).optional(),
  /** Why it is asked, one sentence. */
  why: z.string().max(500),
  /** What “Always” would allow from then on; absent where that is not offered. */
  always: z.string().max(500).optional(),
})
export type Card = z.output<typeof Card>

/** A button under a notice; what `data` means is the bot's own business. */
export const NoticeButton = z.object({ text: z.string().min(1).max(64), data: z.string().min(1).max(64) })

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
    /** The report that admins have; said to the person so that they can quote it. */
    incidentId: IncidentId.optional(),
  }),
  z.object({
    kind: z.literal('notice'),
    markdown: z.string(),
    /** Rows of buttons. */
    buttons: z.array(z.array(NoticeButton).max(8)).max(50).optional(),
    /** A question to be answered in words: Telegram opens its reply field with this hint. Not together with buttons. */
    placeholder: z.string().min(1).max(64).optional(),
  }),
  z.object({ kind: z.literal('file'), file: FileAt, caption: z.string().max(4_000).default('') }),
  /** A question with [Approve] [Deny] [Always]; `expiresAt` in epoch milliseconds. */
  z.object({ kind: z.literal('card'), approvalId: ApprovalId, card: Card, expiresAt: z.int().positive() }),
  /** The card of that id is answered or over: its buttons go, its outcome is written under it. */
  z.object({ kind: z.literal('card-closed'), approvalId: ApprovalId, outcome: CardOutcome }),
  /** A reminder stands: its absolute time with [Undo] and [Change]. Times in epoch milliseconds. */
  z.object({
    kind: z.literal('reminder-set'),
    reminderId: ReminderId,
    text: z.string(),
    dueAt: z.int().positive(),
    timeZone: z.string(),
    /** `every weekday at 08:00`, of recurring ones. */
    rule: z.string().optional(),
    isTask: z.boolean().default(false),
    /** Of one set for somebody else: what they are called. */
    forPerson: z.string().optional(),
  }),
  /** A reminder is due. The bot says how late it is, when it is. */
  z.object({
    kind: z.literal('reminder'),
    reminderId: ReminderId,
    text: z.string(),
    dueAt: z.int().positive(),
    timeZone: z.string(),
    /** Who set it, when that was somebody else. */
    fromPerson: z.string().optional(),
  }),
])
export type ReplyBody = z.output<typeof ReplyBody>

/**
 * One thing to say in one chat. Producers: agent, scheduler, gateway and summarizer (notices to admins), bot. Consumer: bot.
 *
 * Said at least once: when it is not known whether Telegram took it, it is said again and marked as a possible repeat.
 */
export const replyQueue = defineQueue({
  name: 'reply',
  payload: z.object({
    /**
     * The same id is never a second message: `reply-<turnId>` with `-r<attempt>` after a retry, `approval-<id>` and
     * `approval-<id>-closed`, `reminder-<id>-<due>` and `reminder-set-<id>`, `file-<turnId>-<step>`, `dm-<turnId>-<step>`,
     * `notice-<what>-<chat>`.
     */
    replyId: z.string().regex(/^[a-z][\w-]{0,149}$/),
    traceId: TraceId,
    chatId: ChatId,
    turnId: TurnId.optional(),
    /** The person's message, quoted in groups. */
    replyToMessageId: z.int().positive().optional(),
    body: ReplyBody,
  }),
  result: z.object({
    messageIds: z.array(z.int()),
    /** Why nothing was said, in words that a model can act on: the file is gone, the person blocked the bot. */
    refused: z.string().optional(),
  }),
  attempts: 12,
  backoffMs: 500,
  jobId: ({ replyId }) => replyId,
  keepForSeconds: 24 * 3_600,
})

export type Reply = z.output<typeof replyQueue.payload>
export type ReplyResult = z.output<typeof replyQueue.result>
