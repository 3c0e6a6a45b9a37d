import type { PrismaClient } from '../generated/client.ts'

/** A finished turn as the conversation remembers it. */
export interface Exchange {
  number: number
  turnId: string
  userId: number
  question: string
  answer: string
  /** The exchange in one sentence, once the summarizer has written it. */
  sentence: string | undefined
  at: Date
}

/** The conversation so far, exchange by exchange. */
export interface Exchanges {
  /** The last `count` finished exchanges of a chat, oldest first. */
  recent(chatId: number, count: number): Promise<Exchange[]>
  find(turnId: string): Promise<Exchange | undefined>
  /** Writes the one sentence. @returns false when there is one already: the first stays. */
  setSentence(turnId: string, sentence: string): Promise<boolean>
}

export function createExchanges(prisma: PrismaClient): Exchanges {
  return {
    async recent(chatId, count) {
      const rows = await prisma.turn.findMany({
        where: { chatId, status: { in: ['answered', 'cancelled', 'failed'] } },
        orderBy: { number: 'desc' },
        take: count,
        select: columns,
      })
      return rows.reverse().map(toExchange)
    },
    async find(turnId) {
      const row = await prisma.turn.findUnique({ where: { id: turnId }, select: columns })
      return row?.answer == null ? undefined : toExchange(row)
    },
    async setSentence(turnId, sentence) {
      const { count } = await prisma.turn.updateMany({
        where: { id: turnId, sentence: null },
        data: { sentence },
      })
      return count > 0
    },
  }
}

const columns = {
  number: true,
  id: true,
  userId: true,
  text: true,
  answer: true,
  sentence: true,
  startedAt: true,
} as const

function toExchange(row: {
  number: number
  id: string
  userId: bigint
  text: string
  answer: string | null
  sentence: string | null
  startedAt: Date
}): Exchange {
  return {
    number: row.number,
    turnId: row.id,
    userId: Number(row.userId),
    question: row.text,
    answer: row.answer ?? '',
    sentence: row.sentence ?? undefined,
    at: row.startedAt,
  }
}
