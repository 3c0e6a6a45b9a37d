import type { replyQueue } from '@aika/contracts'
import type { Producer } from '@aika/queue'
import { createHash, randomUUID } from 'node:crypto'

/** Tells each admin once per replaced model: the reply's id is made of what it says. */
export function adminNotices(
  replies: Producer<typeof replyQueue.payload, typeof replyQueue.result>,
  adminIds: number[],
): (gone: string, used: string) => Promise<void> {
  return async (gone, used) => {
    const what = createHash('sha256').update(gone).digest('hex').slice(0, 12)
    const markdown = `The model \`${gone}\` is not available, I am using \`${used}\` instead. The setting is \`GEMINI_MODEL\`.`
    await Promise.all(
      adminIds.map((chatId) =>
        replies.enqueue({
          replyId: `notice-model-${what}-${chatId}`,
          traceId: randomUUID(),
          chatId,
          body: { kind: 'notice', markdown },
        }),
      ),
    )
  }
}
