import type { Sql, SqlNow } from '../sqlite/sql.ts'

/** A reminder that is over: said, or cancelled. */
export interface PastReminder {
  id: string
  text: string
  /** When it was last due. */
  at: Date
}

/** A question of a command, `/save` over a file, that is decided. Those of turns go with their turn. */
export interface PastCard {
  id: string
  /** What it asked, in a line. */
  title: string
  at: Date
}

/** What mentions some words beside exchanges, and how much of the kind is not over. */
export interface MentioningWishes {
  reminders: PastReminder[]
  cards: PastCard[]
  /** They stay. */
  open: { reminders: number; cards: number }
}

/** Theirs alone: reminders for them and by them. The oldest first. */
export async function wishesWith(
  sql: Sql,
  userId: number,
  holdsAll: (text: string) => boolean,
): Promise<MentioningWishes> {
  const reminders = await sql.all<ReminderRow>(selectReminders, userId)
  const cards = await sql.all<CardRow>(selectCards, userId)
  const heldReminders = reminders.filter(({ text }) => holdsAll(text))
  const heldCards = cards.filter(({ args, card }) => holdsAll(textsIn([JSON.parse(args), JSON.parse(card)])))
  return {
    reminders: heldReminders
      .filter(({ isOver }) => isOver)
      .map(({ id, text, at }) => ({ id, text, at: new Date(at) })),
    cards: heldCards
      .filter(({ isOver }) => isOver)
      .map(({ id, card, at }) => ({ id, title: titleOf(card), at: new Date(at) })),
    open: { reminders: open(heldReminders), cards: open(heldCards) },
  }
}

/** How many messages that wait for an answer hold them, in their text or the name of their file. */
export async function waitingWith(
  sql: Sql,
  userId: number,
  holdsAll: (text: string) => boolean,
): Promise<number> {
  const waiting = await sql.all<{ text: string }>(selectWaiting, userId)
  return waiting.filter(({ text }) => holdsAll(text)).length
}

const open = (held: { isOver: number }[]) => held.filter(({ isOver }) => !isOver).length

/** All that is written in it, a line each. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value ? Object.values(value).map(textsIn).join('\n') : ''
}

const titleOf = (card: string) => (JSON.parse(card) as { title: string }).title

interface Named {
  reminderIds: string[]
  cardIds: string[]
}

/** How many of these there are that are over. */
export function countPastWishes(now: SqlNow, userId: number, { reminderIds, cardIds }: Named) {
  const count = (text: string, ids: string[]) => now.one<{ n: number }>(text, userId, JSON.stringify(ids))!.n
  return { reminders: count(countReminders, reminderIds), cards: count(countCards, cardIds) }
}

/** Ids of anybody else's, or of what is not over, name nothing. @returns how many went. */
export function erasePastWishes(now: SqlNow, userId: number, { reminderIds, cardIds }: Named) {
  return {
    reminders: now.run(deleteReminders, userId, JSON.stringify(reminderIds)),
    cards: now.run(deleteCards, userId, JSON.stringify(cardIds)),
  }
}

interface ReminderRow {
  id: string
  text: string
  at: string
  isOver: number
}

interface CardRow {
  id: string
  args: string
  card: string
  at: string
  isOver: number
}

const theirReminders = `FROM "Reminder" WHERE ("userId" = ?1 OR "createdBy" = ?1)`
const selectReminders = `
  SELECT "id", "text", "dueAt" AS "at", "state" <> 'scheduled' AS "isOver" ${theirReminders} ORDER BY "dueAt", "id"`
const ofCommand = `FROM "Approval" WHERE "userId" = ?1 AND "tool" LIKE 'command:%'`
/** An open one of `/forget` quotes what it asks about, and goes with it. */
const selectCards = `
  SELECT "id", "args", "card", "askedAt" AS "at", "state" <> 'asked' AS "isOver" ${ofCommand}
    AND ("tool" <> 'command:forget' OR "state" <> 'asked') ORDER BY "askedAt", "id"`
const selectWaiting = `
  SELECT m."text" || char(10) || COALESCE(a."name", '') AS "text"
  FROM "InboxMessage" m LEFT JOIN "Attachment" a ON a."id" = m."updateKey" WHERE m."turnId" IS NULL AND m."userId" = ?`

const among = `"id" IN (SELECT "value" FROM json_each(?2))`
const reminders = `${theirReminders} AND "state" <> 'scheduled' AND ${among}`
const cards = `${ofCommand} AND "state" <> 'asked' AND ${among}`
const countReminders = `SELECT COUNT(*) AS "n" ${reminders}`
const countCards = `SELECT COUNT(*) AS "n" ${cards}`
/** With the times at which it was said. */
const deleteReminders = `DELETE ${reminders}`
const deleteCards = `DELETE ${cards}`
