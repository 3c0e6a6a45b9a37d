import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

export interface NewReminder {
  /** Made from what asked for it, so that a repeat finds the first. */
  id: string
  /** Where it is said. */
  chatId: number
  /** Whom it reminds. */
  userId: number
  createdBy: number
  traceId: string
  /** `task`: the text is a turn of the agent's. */
  kind: 'message' | 'task'
  text: string
  /** IANA name: recurrences keep their wall-clock time in it. */
  timeZone: string
  /** JSON of a recurrence; undefined: once. */
  rule: string | undefined
  dueAt: Date
}

export interface Reminder extends NewReminder {
  state: 'scheduled' | 'fired' | 'cancelled'
  /** [Change] was pressed then: the next text may be the new time. */
  changeAskedAt: Date | undefined
}

/** One time at which a reminder was due. */
export interface Firing {
  reminder: Reminder
  dueAt: Date
}

export interface Reminders {
  /** @returns false when it is there already. */
  add(reminder: NewReminder, at: Date): Promise<boolean>
  find(id: string): Promise<Reminder | undefined>
  /** Scheduled ones that remind this person or were set by them, the next first, at most 100. */
  of(userId: number): Promise<Reminder[]>
  /** How many of those there are that this person set. */
  countBy(userId: number): Promise<number>
  /** The earliest moment at which one is due. */
  nextDue(): Promise<Date | undefined>
  /** Those that are due, the oldest first, at most 100. */
  due(now: Date): Promise<Reminder[]>
  /**
   * Notes that one is on its way and moves it on, both or neither; a task's message is put into the inbox with it.
   * @param due - the moment it is said for, where several were missed: the latest of them.
   * @returns false when another scheduler was faster, or it was cancelled or changed meanwhile.
   */
  fire(reminder: Reminder, next: Date | undefined, at: Date, due?: Date): Promise<boolean>
  /** Message reminders fired between these moments without any delivery: Redis has lost the reply. */
  unsaid(firedSince: Date, firedBefore: Date): Promise<Firing[]>
  /** Only its owner or whoever set it may. @returns what it was, if it stood. */
  cancel(id: string, userId: number): Promise<Reminder | undefined>
  /** @returns what it is now, if it stood and is this person's. */
  change(
    id: string,
    userId: number,
    to: { dueAt: Date; rule: string | undefined },
  ): Promise<Reminder | undefined>
  /** Notes that a new time is asked for; `undefined` takes that back. @returns whether it stands and is theirs. */
  askChange(id: string, userId: number, at: Date | undefined): Promise<boolean>
  /** The one whose new time this person was asked for since then. */
  changing(userId: number, since: Date): Promise<Reminder | undefined>
}

export function createReminders(sql: Sql): Reminders {
  const many = async (text: string, ...values: (string | number | null)[]) =>
    (await sql.all<Row>(text, ...values)).map(toReminder)
  return {
    async add({ id, chatId, userId, createdBy, traceId, kind, text, timeZone, rule, dueAt }, at) {
      const values = [
        id,
        chatId,
        userId,
        createdBy,
        traceId,
        kind,
        text,
        timeZone,
        rule ?? null,
        isoText(dueAt),
      ]
      return (await sql.run(insert, ...values, isoText(at))) > 0
    },
    async find(id) {
      return (await many(`${select} WHERE "id" = ?`, id))[0]
    },
    of: (userId) => many(selectOf, userId, userId),
    async countBy(userId) {
      return (await sql.one<{ count: number }>(countBy, userId))?.count ?? 0
    },
    async nextDue() {
      const row = await sql.one<{ dueAt: string }>(selectNextDue)
      return row && new Date(row.dueAt)
    },
    due: (now) => many(selectDue, isoText(now)),
    fire: (reminder, next, at, due = reminder.dueAt) =>
      sql.atomically((now) => {
        const state = next ? 'scheduled' : 'fired'
        const moved = [state, isoText(next ?? due), reminder.id, isoText(reminder.dueAt)] as const
        if (now.run(advance, ...moved) === 0) return false
        now.run(insertFiring, reminder.id, isoText(due), isoText(at))
        if (reminder.kind === 'task') now.run(insertTask, ...taskOf({ ...reminder, dueAt: due }), isoText(at))
        return true
      }),
    async unsaid(since, before) {
      const rows = await sql.all<Row & { firedDue: string }>(selectUnsaid, isoText(since), isoText(before))
      return rows.map(({ firedDue, ...row }) => ({ reminder: toReminder(row), dueAt: new Date(firedDue) }))
    },
    async cancel(id, userId) {
      return (await many(cancel, id, userId, userId))[0]
    },
    async change(id, userId, { dueAt, rule }) {
      return (await many(change, isoText(dueAt), rule ?? null, id, userId, userId))[0]
    },
    async askChange(id, userId, at) {
      return (await sql.run(askChange, at ? isoText(at) : null, id, userId, userId)) > 0
    },
    async changing(userId, since) {
      return (await many(selectChanging, isoText(since), userId, userId))[0]
    },
  }
}

/** Names a task's turn for ever: the same firing is never two messages. */
function taskOf({ id, chatId, userId, traceId, text, dueAt }: Reminder) {
  return [`task-${id}-${dueAt.getTime()}`, chatId, userId, text, traceId] as const
}

type Row = Omit<Reminder, 'rule' | 'dueAt' | 'changeAskedAt'> & {
  rule: string | null
  dueAt: string
  changeAskedAt: string | null
}

const names = [
  'id', 'chatId', 'userId', 'createdBy', 'traceId', 'kind', 'text', 'timeZone', 'rule', 'dueAt',
] // prettier-ignore
const columns = [...names, 'state', 'changeAskedAt'].map((name) => `r."${name}"`).join(', ')
const select = `SELECT ${columns} FROM "Reminder" r`
const theirs = `("userId" = ? OR "createdBy" = ?)`
const insert = `
  INSERT INTO "Reminder" (${names.map((name) => `"${name}"`).join(', ')}, "createdAt")
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("id") DO NOTHING`
const selectOf = `${select} WHERE "state" = 'scheduled' AND ${theirs} ORDER BY "dueAt" LIMIT 100`
const countBy = `SELECT COUNT(*) AS "count" FROM "Reminder" WHERE "state" = 'scheduled' AND "createdBy" = ?`
const selectNextDue = `SELECT "dueAt" FROM "Reminder" WHERE "state" = 'scheduled' ORDER BY "dueAt" LIMIT 1`
const selectDue = `${select} WHERE "state" = 'scheduled' AND "dueAt" <= ? ORDER BY "dueAt" LIMIT 100`
const advance = `
  UPDATE "Reminder" SET "state" = ?, "dueAt" = ? WHERE "id" = ? AND "dueAt" = ? AND "state" = 'scheduled'`
const insertFiring = `
  INSERT INTO "ReminderFiring" ("reminderId", "dueAt", "firedAt") VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
const insertTask = `
  INSERT INTO "InboxMessage" ("updateKey", "chatId", "userId", "messageId", "kind", "text", "traceId", "sentAt")
  VALUES (?, ?, ?, 0, 'task', ?, ?, ?) ON CONFLICT ("updateKey") DO NOTHING`
const selectUnsaid = `
  SELECT ${columns}, f."dueAt" AS "firedDue" FROM "ReminderFiring" f JOIN "Reminder" r ON r."id" = f."reminderId"
  WHERE f."firedAt" >= ? AND f."firedAt" < ? AND r."kind" = 'message' AND NOT EXISTS (
    SELECT 1 FROM "Delivery" d
    WHERE d."replyId" = 'reminder-' || r."id" || '-' || CAST(ROUND((julianday(f."dueAt") - 2440587.5) * 86400000) AS INTEGER))
  ORDER BY f."firedAt" LIMIT 200`
const cancel = `
  UPDATE "Reminder" AS r SET "state" = 'cancelled'
  WHERE "id" = ? AND "state" = 'scheduled' AND ${theirs} RETURNING ${columns.replaceAll('r.', '')}`
const change = `
  UPDATE "Reminder" AS r SET "dueAt" = ?, "rule" = ?, "changeAskedAt" = NULL
  WHERE "id" = ? AND "state" = 'scheduled' AND ${theirs} RETURNING ${columns.replaceAll('r.', '')}`
const askChange = `
  UPDATE "Reminder" SET "changeAskedAt" = ? WHERE "id" = ? AND "state" = 'scheduled' AND ${theirs}`
const selectChanging = `
  ${select} WHERE "state" = 'scheduled' AND "changeAskedAt" >= ? AND ${theirs} ORDER BY "changeAskedAt" DESC LIMIT 1`

function toReminder({ rule, dueAt, changeAskedAt, ...row }: Row): Reminder {
  return {
    ...row,
    rule: rule ?? undefined,
    dueAt: new Date(dueAt),
    changeAskedAt: changeAskedAt ? new Date(changeAskedAt) : undefined,
  }
}
