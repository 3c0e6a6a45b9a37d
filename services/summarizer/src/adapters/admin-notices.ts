import type { ReplyBody, replyQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import type { Producer } from '@aika/queue'
import type { Logger } from '@aika/service-kit'

type Replies = Producer<typeof replyQueue.payload, typeof replyQueue.result>

/** Tells each admin in their own chat with the bot. The id is made of model and admin, so the bot says it once. */
export class AdminNotices {
  readonly #replies: Replies
  readonly #adminIds: readonly number[]
  readonly #log: Logger

  constructor(replies: Replies, adminIds: readonly number[], log: Logger) {
    this.#replies = replies
    this.#adminIds = adminIds
    this.#log = log
  }

  /** Never throws; a notice that cannot be queued is logged. */
  modelGone(model: string, next: string | undefined, traceId: string): void {
    const goOn = next
      ? `I go on with \`${next}\`.`
      : 'There is no other one to go on with: summaries wait until there is.'
    const body: ReplyBody = {
      kind: 'notice',
      markdown: `Groq no longer has the model \`${model}\` that writes summaries. ${goOn} Please set \`SUMMARY_MODEL\` in \`.env\` and run \`./aika up\`.`,
    }
    const slug = model.replaceAll(/[^\w-]+/g, '-').slice(0, 60)
    for (const adminId of this.#adminIds) void this.#tell(`notice-summary-model-${slug}-${adminId}`, adminId, body, traceId) // prettier-ignore
  }

  async #tell(replyId: string, chatId: number, body: ReplyBody, traceId: string): Promise<void> {
    try {
      await this.#replies.enqueue({ replyId, traceId, chatId, body })
    } catch (error) {
      this.#log.warn({ replyId, reason: messageOf(error) }, 'an admin could not be told')
    }
  }
}
