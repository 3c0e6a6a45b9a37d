import type { PrismaClient } from '../generated/client.ts'
import { INSERT_CALLS, type ModelCall, rowsOf } from '../model-call.ts'
import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'
import { createPromptParts, type PromptParts } from './prompt-parts.ts'

export interface UsageByPurpose {
  purpose: string
  calls: number
  promptTokens: number
  outputTokens: number
}

export interface UsageByModel {
  model: string
  calls: number
  /** Cached ones included. */
  promptTokens: number
  cachedTokens: number
  /** Thoughts included: vendors charge for them alike. */
  outputTokens: number
}

export interface Usage extends PromptParts {
  add(calls: ModelCall[]): Promise<void>
  /** Prompt, output and thought tokens of a person since then. */
  tokensSince(userId: number, since: Date): Promise<number>
  byPurpose(since: Date): Promise<UsageByPurpose[]>
  /** The same of one person. Thoughts count as output; purposes come in the order of the alphabet. */
  byPurposeOf(userId: number, since: Date): Promise<UsageByPurpose[]>
  byModel(since: Date): Promise<UsageByModel[]>
}

export function createUsage(sql: Sql, open: () => Promise<PrismaClient>): Usage {
  return {
    ...createPromptParts(sql),
    async add(calls) {
      if (calls.length > 0) await sql.run(INSERT_CALLS, rowsOf(calls))
    },
    async tokensSince(userId, since) {
      return (await sql.one<{ tokens: number }>(sumOfPerson, userId, isoText(since)))?.tokens ?? 0
    },
    async byPurposeOf(userId, since) {
      const rows = await sql.all<UsageByPurpose>(purposesOfPerson, userId, isoText(since))
      return rows.map((row) => ({ ...row }))
    },
    async byPurpose(since) {
      const prisma = await open()
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
    async byModel(since) {
      const prisma = await open()
      const rows = await prisma.modelUsage.groupBy({
        by: ['model'],
        where: { at: { gte: since }, outcome: 'ok' },
        _sum: { promptTokens: true, cachedTokens: true, outputTokens: true, thoughtTokens: true },
        _count: true,
        orderBy: { model: 'asc' },
      })
      return rows.map(({ model, _sum: sum, _count: calls }) => ({
        model,
        calls,
        promptTokens: sum.promptTokens ?? 0,
        cachedTokens: sum.cachedTokens ?? 0,
        outputTokens: (sum.outputTokens ?? 0) + (sum.thoughtTokens ?? 0),
      }))
    },
  }
}

const sumOfPerson = `
  SELECT coalesce(sum("promptTokens" + "outputTokens" + "thoughtTokens"), 0) AS "tokens"
  FROM "ModelUsage" WHERE "userId" = ? AND "at" >= ?`

const purposesOfPerson = `
  SELECT "purpose", count(*) AS "calls", coalesce(sum("promptTokens"), 0) AS "promptTokens",
    coalesce(sum("outputTokens" + "thoughtTokens"), 0) AS "outputTokens"
  FROM "ModelUsage" WHERE "userId" = ? AND "at" >= ? GROUP BY "purpose" ORDER BY "purpose"`
