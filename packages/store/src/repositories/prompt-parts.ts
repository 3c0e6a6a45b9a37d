import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

/** What one part of a prompt took, or takes on average. */
export interface PartTokens {
  /** As the agent names it. */
  part: string
  tokens: number
}

/** What prompts are made of, as turns have recorded it with their first call to a model. */
export interface PromptParts {
  /** Of the person's newest answered message in that chat, in the prompt's order; empty: there is none. */
  lastPromptOf(chatId: number, userId: number): Promise<PartTokens[]>
  /** The mean of everybody's newest messages since then, at most 300 of them; in the order of the newest prompt. */
  meanPromptSince(since: Date): Promise<PartTokens[]>
}

export function createPromptParts(sql: Sql): PromptParts {
  const partsOf = async (text: string, ...values: (number | string)[]) =>
    (await sql.all<PartTokens>(text, ...values)).map(({ part, tokens }) => ({
      part,
      tokens: Math.round(tokens),
    }))
  return {
    lastPromptOf: (chatId, userId) => partsOf(selectLast, chatId, userId),
    meanPromptSince: (since) => partsOf(selectMean, isoText(since)),
  }
}

/** What a first step says of its prompt; one that says nothing, or cannot be read, is passed over. */
const parts = `
  JOIN "TurnStep" "step" ON "step"."turnId" = "newest"."id" AND "step"."seq" = 0
  JOIN json_each(CASE WHEN json_valid("step"."content") THEN "step"."content" ELSE '{}' END, '$.promptParts') "part"
  WHERE "step"."kind" = 'model'`

// A person who seldom speaks in a busy group is not looked for through all of it.
const selectLast = `
  WITH "newest" AS (
    SELECT "id" FROM (
      SELECT "id", "userId", "number" FROM "Turn"
      WHERE "chatId" = ?1 AND "status" = 'answered' ORDER BY "number" DESC LIMIT 200
    ) WHERE "userId" = ?2 ORDER BY "number" DESC LIMIT 1
  )
  SELECT "part"."key" AS "part", "part"."value" AS "tokens" FROM "newest" ${parts} ORDER BY "part"."id"`

const selectMean = `
  WITH "newest" AS (
    SELECT "id" FROM "Turn" WHERE "status" = 'answered' AND "startedAt" >= ?1 ORDER BY "startedAt" DESC LIMIT 300
  )
  SELECT "part"."key" AS "part", avg("part"."value") AS "tokens" FROM "newest" ${parts}
  GROUP BY "part"."key" ORDER BY max("part"."id")`
