import type { PrismaClient } from '../generated/client.ts'

/** A turn as operators may see it: no text. */
export interface TurnGlance {
  id: string
  chatId: number
  status: string
  startedAt: Date
  durationMs: number | undefined
  steps: number
}

/** Reads for the console. */
export interface Overview {
  turnsSince(since: Date): Promise<Record<string, number>>
  latestTurns(count: number): Promise<TurnGlance[]>
  waitingMessages(): Promise<number>
}

export function createOverview(open: () => Promise<PrismaClient>): Overview {
  return {
    async turnsSince(since) {
      const prisma = await open()
      const rows = await prisma.turn.groupBy({
        by: ['status'],
        where: { startedAt: { gte: since } },
        _count: true,
      })
      return Object.fromEntries(rows.map(({ status, _count }) => [status, _count]))
    },
    async latestTurns(count) {
      const prisma = await open()
      const rows = await prisma.turn.findMany({
        orderBy: { number: 'desc' },
        take: count,
        select: {
          id: true,
          chatId: true,
          status: true,
          startedAt: true,
          finishedAt: true,
          _count: { select: { steps: true } },
        },
      })
      return rows.map((row) => ({
        id: row.id,
        chatId: Number(row.chatId),
        status: row.status,
        startedAt: row.startedAt,
        durationMs: row.finishedAt ? row.finishedAt.getTime() - row.startedAt.getTime() : undefined,
        steps: row._count.steps,
      }))
    },
    async waitingMessages() {
      const prisma = await open()
      return prisma.inboxMessage.count({ where: { turnId: null } })
    },
  }
}
