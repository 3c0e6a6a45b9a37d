import type { ReplyBody, replyQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import type { Producer } from '@aika/queue'
import type { Logger } from '@aika/service-kit'
import { randomUUID } from 'node:crypto'

type Replies = Producer<typeof replyQueue.payload, typeof replyQueue.result>

/** Tells each admin in their own chat with the bot. The reply's id is made of the matter, so it is said once a day at most. */
export class AdminNotices {
  readonly #replies: Replies
  readonly #adminIds: readonly number[]
  readonly #log: Logger

  constructor(replies: Replies, adminIds: readonly number[], log: Logger) {
    this.#replies = replies
    this.#adminIds = adminIds
    this.#log = log
  }

  /** Never throws; a notice that cannot be queued is logged, as the key's trouble itself is. */
  keySetAside(label: string, reason: string): void {
    const body: ReplyBody = {
      kind: 'notice',
      markdown: `The provider refuses the key **${label}** (\`${reason}\`). I go on with the others. Please put a working key in \`.env\` and run \`./aika up\`.`,
    }
    for (const adminId of this.#adminIds) void this.#tell(`notice-key-${label}-${adminId}`, adminId, body)
  }

  async #tell(replyId: string, chatId: number, body: ReplyBody): Promise<void> {
    try {
      await this.#replies.enqueue({ replyId, traceId: randomUUID(), chatId, body })
    } catch (error) {
      this.#log.warn({ replyId, reason: messageOf(error) }, 'an admin could not be told')
    }
  }
}
