import type { PrismaClient } from '../generated/client.ts'

/** `message`: something a person wrote. `continue`: the button under an answer that a breaker ended. */
export type InboxKind = 'message' | 'continue'

export interface NewInboxMessage {
  /** `tg-<bot>-<update>` */
  updateKey: string
  chatId: number
  userId: number
  messageId: number
  kind: InboxKind
  text: string
  sentAt: Date
  traceId: string
}

export interface InboxMessage extends NewInboxMessage {
  /** Counts up in the order of arrival. */
  id: number
}

/** Messages that wait for an answer. */
export interface Inbox {
  /** Stores a message. @returns false when this update is there already. */
  add(message: NewInboxMessage): Promise<boolean>
  /** What waits in a chat, oldest first, at most 50. */
  waiting(chatId: number): Promise<InboxMessage[]>
  /** Chats with a message that waits, or a turn that runs, since before that moment. */
  stuckChats(before: Date): Promise<number[]>
}

export function createInbox(prisma: PrismaClient): Inbox {
  return {
    async add({ chatId, userId, sentAt, ...rest }) {
      // Prisma has no insert that ignores duplicates on SQLite.
      const added = await prisma.$executeRaw`
        INSERT INTO "InboxMessage" ("updateKey", "chatId", "userId", "messageId", "kind", "text", "sentAt", "traceId")
        VALUES (${rest.updateKey}, ${chatId}, ${userId}, ${rest.messageId}, ${rest.kind}, ${rest.text}, ${sentAt}, ${rest.traceId})
        ON CONFLICT ("updateKey") DO NOTHING`
      return added > 0
    },
    async waiting(chatId) {
      const rows = await prisma.inboxMessage.findMany({
        where: { chatId, turnId: null },
        orderBy: { id: 'asc' },
        take: 50,
      })
      return rows.map(({ chatId, userId, kind, ...rest }) => ({
        ...rest,
        chatId: Number(chatId),
        userId: Number(userId),
        kind: kind as InboxKind,
      }))
    },
    async stuckChats(before) {
      const rows = await prisma.$queryRaw<{ chatId: bigint }[]>`
        SELECT DISTINCT "chatId" FROM "InboxMessage" WHERE "turnId" IS NULL AND "sentAt" < ${before}
        UNION SELECT "chatId" FROM "Turn" WHERE "status" = 'running' AND "startedAt" < ${before}`
      return rows.map(({ chatId }) => Number(chatId))
    },
  }
}
