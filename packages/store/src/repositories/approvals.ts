import { isoText } from '../sqlite/convert.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'

/** How a question ended; `always` also grants its pattern. */
export type Decision = 'approved' | 'always' | 'denied'
export type ApprovalState = 'asked' | Decision | 'expired' | 'void'

export interface NewApproval {
  /** Random: nobody guesses one. */
  id: string
  /** The turn's id, or the update key of a command. */
  subject: string
  /** The turn's step that the call will be; 0 of a command. */
  step: number
  chatId: number
  userId: number
  traceId: string
  tool: string
  /** JSON. */
  args: string
  /** SHA-256 of tool, arguments and user. */
  hash: string
  /** What “Always” would allow; undefined where that is not offered. */
  pattern: string | undefined
  /** JSON, as it is shown. */
  card: string
  askedAt: Date
  expiresAt: Date
}

export interface Approval extends NewApproval {
  state: ApprovalState
}

/** An “Always” that stands. */
export interface Grant {
  id: string
  label: string
  createdAt: Date
}

/** Who pressed what. */
export interface Press {
  id: string
  userId: number
  chatId: number
  decision: Decision
  at: Date
  /** How the pattern is listed later, should it be granted. */
  label: string
}

/** `unknown`: forged or forgotten; `foreign`: another person's; `over`: answered or expired before. */
export type PressOutcome =
  | { kind: 'decided'; approval: Approval }
  | { kind: 'unknown' | 'foreign' }
  | { kind: 'over'; state: ApprovalState }

/** Questions with a card, and what was answered. A turn that asks is parked; any end of the question lets it run again. */
export interface Approvals {
  /**
   * Asks once per subject and step: the same again finds the first. Parks the turn in the same transaction; of a turn that
   * is to stop, the question is void from the start.
   */
  ask(approval: NewApproval): Promise<Approval>
  find(id: string): Promise<Approval | undefined>
  ofStep(subject: string, step: number): Promise<Approval | undefined>
  /** This person's open questions in this chat, the oldest first. */
  open(chatId: number, userId: number): Promise<Approval[]>
  /** Takes one answer, of the right person in the right chat, once and in time. */
  decide(press: Press): Promise<PressOutcome>
  /** Ends questions whose time is over. */
  expire(now: Date): Promise<Approval[]>
  /** Ends all open questions, of one chat or of everybody. */
  voidOpen(at: Date, chatId?: number): Promise<Approval[]>
  /** Open questions asked before that moment whose card was never begun to be said. */
  unsaid(askedBefore: Date): Promise<Approval[]>
  /** Ended questions of the last hour whose card is in the chat and was never begun to be closed. */
  unclosed(decidedBefore: Date): Promise<Approval[]>
  isGranted(chatId: number, userId: number, pattern: string): Promise<boolean>
  grants(chatId: number, userId: number): Promise<Grant[]>
  /** @returns whether it stood. */
  revoke(id: string, userId: number): Promise<boolean>
}

export function createApprovals(sql: Sql): Approvals {
  const many = async (text: string, ...values: (string | number)[]) =>
    (await sql.all<Row>(text, ...values)).map(toApproval)
  return {
    async ask(approval) {
      const row = await sql.atomically((now) => {
        const isNew = now.run(insert, ...valuesOf(approval)) > 0
        if (isNew && now.run(park, approval.subject) === 0) {
          now.run(voidStopped, isoText(approval.askedAt), approval.id)
        }
        return now.one<Row>(selectOfStep, approval.subject, approval.step)!
      })
      return toApproval(row)
    },
    async find(id) {
      const row = await sql.one<Row>(`${select} WHERE "id" = ?`, id)
      return row && toApproval(row)
    },
    async ofStep(subject, step) {
      const row = await sql.one<Row>(selectOfStep, subject, step)
      return row && toApproval(row)
    },
    open: (chatId, userId) => many(selectOpen, chatId, userId),
    decide: (press) => sql.atomically((now) => decide(now, press)),
    async expire(at) {
      return endAll(sql, 'expired', at, `"state" = 'asked' AND "expiresAt" <= ?`, isoText(at))
    },
    async voidOpen(at, chatId) {
      return chatId === undefined
        ? endAll(sql, 'void', at, `"state" = 'asked'`)
        : endAll(sql, 'void', at, `"state" = 'asked' AND "chatId" = ?`, chatId)
    },
    unsaid: (before) => many(selectUnsaid, isoText(before)),
    unclosed: (before) => many(selectUnclosed, ...[25 * hourMs, hourMs, 0].map((ms) => ago(before, ms))),
    async isGranted(chatId, userId, pattern) {
      return (await sql.one(selectGrant, chatId, userId, pattern)) !== undefined
    },
    async grants(chatId, userId) {
      const rows = await sql.all<{ id: string; label: string; createdAt: string }>(
        selectGrants,
        chatId,
        userId,
      )
      return rows.map(({ id, label, createdAt }) => ({ id, label, createdAt: new Date(createdAt) }))
    },
    async revoke(id, userId) {
      return (await sql.run(`DELETE FROM "Grant" WHERE "id" = ? AND "userId" = ?`, id, userId)) > 0
    },
  }
}

function decide(now: SqlNow, { id, userId, chatId, decision, at, label }: Press): PressOutcome {
  const row = now.one<Row>(`${select} WHERE "id" = ?`, id)
  if (!row) return { kind: 'unknown' }
  if (row.userId !== userId || row.chatId !== chatId) return { kind: 'foreign' }
  if (row.state !== 'asked') return { kind: 'over', state: row.state }
  if (new Date(row.expiresAt) <= at) return { kind: 'over', state: 'expired' }
  if (decision === 'always' && row.pattern === null) return { kind: 'unknown' }
  end(now, row, decision, at)
  if (decision === 'always') now.run(insertGrant, id, chatId, userId, row.pattern, label, isoText(at))
  return { kind: 'decided', approval: toApproval({ ...row, state: decision }) }
}

function end(now: SqlNow, { id, subject }: Row, state: ApprovalState, at: Date): void {
  now.run(`UPDATE "Approval" SET "state" = ?, "decidedAt" = ? WHERE "id" = ?`, state, isoText(at), id)
  now.run(unpark, subject)
}

function endAll(
  sql: Sql,
  state: ApprovalState,
  at: Date,
  condition: string,
  ...values: (string | number)[]
): Promise<Approval[]> {
  return sql.atomically((now) => {
    const rows = now.all<Row>(`${select} WHERE ${condition}`, ...values)
    for (const row of rows) end(now, row, state, at)
    return rows.map((row) => toApproval({ ...row, state }))
  })
}

type Row = Omit<Approval, 'pattern' | 'askedAt' | 'expiresAt'> & {
  pattern: string | null
  askedAt: string
  expiresAt: string
}

const columns = `"id", "subject", "step", "chatId", "userId", "traceId", "tool", "args", "hash", "pattern", "card", "state", "askedAt", "expiresAt"`
const select = `SELECT ${columns} FROM "Approval"`
const selectOfStep = `${select} WHERE "subject" = ? AND "step" = ?`
const selectOpen = `
  ${select} WHERE "state" = 'asked' AND "chatId" = ? AND "userId" = ? ORDER BY "askedAt", "id" LIMIT 50`
const insert = `
  INSERT INTO "Approval" (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'asked', ?, ?)
  ON CONFLICT ("subject", "step") DO NOTHING`
const park = `
  UPDATE "Turn" SET "status" = 'parked' WHERE "id" = ? AND "status" = 'running' AND "cancelRequestedAt" IS NULL`
/** Whoever said stop would not look for a card after it. A command has no turn. */
const voidStopped = `
  UPDATE "Approval" SET "state" = 'void', "decidedAt" = ?
  WHERE "id" = ? AND EXISTS (SELECT 1 FROM "Turn" t WHERE t."id" = "Approval"."subject" AND t."status" = 'running')`
const unpark = `UPDATE "Turn" SET "status" = 'running' WHERE "id" = ? AND "status" = 'parked'`
const withoutDelivery = (suffix: string) =>
  `NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."replyId" = 'approval-' || "Approval"."id"${suffix})`
const selectUnsaid = `${select} WHERE "state" = 'asked' AND "askedAt" < ? AND ${withoutDelivery('')} LIMIT 200`
/** Nothing is decided long after it expired, and that has an index: questions are never deleted. */
const selectUnclosed = `
  ${select} WHERE "state" IN ('approved', 'always', 'denied', 'expired', 'void') AND "expiresAt" >= ?
    AND "decidedAt" >= ? AND "decidedAt" < ?
    AND NOT ${withoutDelivery('')} AND ${withoutDelivery(` || '-closed'`)} LIMIT 200`
const selectGrant = `SELECT 1 FROM "Grant" WHERE "chatId" = ? AND "userId" = ? AND "pattern" = ?`
const selectGrants = `
  SELECT "id", "label", "createdAt" FROM "Grant" WHERE "chatId" = ? AND "userId" = ? ORDER BY "createdAt" LIMIT 50`
const insertGrant = `
  INSERT INTO "Grant" ("id", "chatId", "userId", "pattern", "label", "createdAt") VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT ("chatId", "userId", "pattern") DO NOTHING`

const hourMs = 3_600_000
const ago = (at: Date, ms: number) => isoText(new Date(at.getTime() - ms))

function valuesOf(approval: NewApproval) {
  const { id, subject, step, chatId, userId, traceId, tool, args, hash, pattern, card } = approval
  const times = [isoText(approval.askedAt), isoText(approval.expiresAt)] as const
  return [
    id,
    subject,
    step,
    chatId,
    userId,
    traceId,
    tool,
    args,
    hash,
    pattern ?? null,
    card,
    ...times,
  ] as const
}

function toApproval({ pattern, askedAt, expiresAt, ...row }: Row): Approval {
  return { ...row, pattern: pattern ?? undefined, askedAt: new Date(askedAt), expiresAt: new Date(expiresAt) }
}
