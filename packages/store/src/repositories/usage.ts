import type { PrismaClient } from '../generated/client.ts'

/** One call to a model, as the gateway metered it. */
export interface ModelCall {
  at: Date
  /** 0 when the call is for nobody in particular. */
  userId: number
  purpose: string
  provider: string
  model: string
  /** Cached ones included. */
  promptTokens: number
  cachedTokens: number
  outputTokens: number
  thoughtTokens: number
  latencyMs: number
  /** `ok`, the HTTP status, or `aborted`. */
  outcome: string
  traceId: string
}

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
      if (calls.length > 0) await prisma.modelUsage.createMany({ data: calls })
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
