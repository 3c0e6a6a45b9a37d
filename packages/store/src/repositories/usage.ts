import { Prisma, type PrismaClient } from '../generated/client.ts'

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

const columns = [
  'at',
  'userId',
  'purpose',
  'provider',
  'model',
  'promptTokens',
  'cachedTokens',
  'outputTokens',
  'thoughtTokens',
  'latencyMs',
  'outcome',
  'traceId',
] as const satisfies (keyof ModelCall)[]

/** One statement for any number of rows: a tenth of the time of `createMany`, in the process that answers calls. */
function insertAll(calls: ModelCall[]) {
  // As Prisma writes dates, so that it also compares them as it should.
  const rows = calls.map((call) => ({ ...call, at: call.at.toISOString().replace('Z', '+00:00') }))
  const names = Prisma.raw(columns.map((name) => `"${name}"`).join())
  const values = Prisma.raw(columns.map((name) => `value->>'${name}'`).join())
  return Prisma.sql`INSERT INTO "ModelUsage" (${names}) SELECT ${values} FROM json_each(${JSON.stringify(rows)})`
}

export function createUsage(prisma: PrismaClient): Usage {
  return {
    async add(calls) {
      if (calls.length > 0) await prisma.$executeRaw(insertAll(calls))
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
