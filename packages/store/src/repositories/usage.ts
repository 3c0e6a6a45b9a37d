import type { PrismaClient } from '../generated/client.ts'
import { INSERT_CALLS, type ModelCall, rowsOf } from '../model-call.ts'

export interface UsageByPurpose {
  purpose: string
  calls: number
  promptTokens: number
  outputTokens: number
}

export interface Usage {
  add(calls: ModelCall[]): Promise<void>
  /** Prompt, output and thought tokens of a person since then. */
  tokensSince(userId: number, since: Date): Promise<number>
  byPurpose(since: Date): Promise<UsageByPurpose[]>
}

export function createUsage(prisma: PrismaClient): Usage {
  return {
    async add(calls) {
      if (calls.length > 0) await prisma.$executeRawUnsafe(INSERT_CALLS, rowsOf(calls))
    },
    async tokensSince(userId, since) {
      const { _sum: sum } = await prisma.modelUsage.aggregate({
        where: { userId, at: { gte: since } },
        _sum: { promptTokens: true, outputTokens: true, thoughtTokens: true },
      })
      return (sum.promptTokens ?? 0) + (sum.outputTokens ?? 0) + (sum.thoughtTokens ?? 0)
    },
    async byPurpose(since) {
      const rows = await prisma.modelUsage.groupBy({
        by: ['purpose'],
        where: { at: { gte: since } },
        _sum: { promptTokens: true, outputTokens: true, thoughtTokens: true },
        _count: true,
        orderBy: { purpose: 'asc' },
      })
      return rows.map(({ purpose, _sum: sum, _count: calls }) => ({
        purpose,
        calls,
        promptTokens: sum.promptTokens ?? 0,
        outputTokens: (sum.outputTokens ?? 0) + (sum.thoughtTokens ?? 0),
      }))
    },
  }
}
