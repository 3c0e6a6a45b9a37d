import { z } from 'zod'
import { defineChannel } from './define-queue.ts'
import { ChatId, TurnId } from './ids.ts'

/**
 * What a running turn shows while it works. From agent to bot; each message replaces the one before it.
 * `thinking` keeps “typing…” alive and comes at least every 4 s while a turn runs.
 */
export const progressChannel = defineChannel({
  name: 'progress',
  message: z.object({
    turnId: TurnId,
    chatId: ChatId,
    progress: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('thinking') }),
      /** The answer so far, Markdown. */
      z.object({ kind: z.literal('text'), markdown: z.string() }),
      /** A tool runs; `label` is a plain word on what, `elapsedMs` since it began. */
      z.object({ kind: z.literal('tool'), label: z.string(), elapsedMs: z.int().nonnegative() }),
      /** The turn is over, whatever its end: typing stops. */
      z.object({ kind: z.literal('done') }),
    ]),
  }),
})
export type Progress = z.output<typeof progressChannel.message>

/**
 * Past every queue. From bot to agent and executor, and from scheduler to agent.
 *
 * `cancel`: Stop, or the turn is being forgotten. The wish is also stored on the turn's row, so that an agent which missed the broadcast sees it before its
 * next step. `panic`: agents hand their turns back, the executor ends every sandbox; the queues are paused by then, and
 * stay so until an admin resumes.
 */
export const controlChannel = defineChannel({
  name: 'control',
  message: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cancel'), chatId: ChatId, turnId: TurnId.optional() }),
    z.object({ kind: z.literal('panic') }),
  ]),
})
export type Control = z.output<typeof controlChannel.message>

/** Agent to executor: end these runs now. */
export const cancelRunChannel = defineChannel({
  name: 'cancel-run',
  message: z.object({ runId: z.string() }),
})
