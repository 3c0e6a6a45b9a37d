/**
 * Which rows are one person's: theirs by id, or of the private chat with them, whose id is the same. `?1` is that id.
 * In the order in which they may be deleted. A test holds this list against the tables there are.
 */
export interface Personal {
  table: string
  where: string
}

const theirs = `("userId" = ?1 OR "chatId" = ?1)`
const turns = `SELECT "id" FROM "Turn" WHERE ${theirs}`
/** Also what they set for others, and what others set for them. */
const theirReminders = `("userId" = ?1 OR "createdBy" = ?1 OR "chatId" = ?1)`

export const personal: Personal[] = [
  {
    table: 'Delivery',
    where: `("chatId" = ?1 OR "replyId" IN (SELECT 'reply-' || "id" FROM "Turn" WHERE ${theirs}))`,
  },
  { table: 'Attachment', where: theirs },
  { table: 'Approval', where: theirs },
  { table: 'Grant', where: theirs },
  {
    table: 'ReminderFiring',
    where: `"reminderId" IN (SELECT "id" FROM "Reminder" WHERE ${theirReminders})`,
  },
  { table: 'Reminder', where: theirReminders },
  // Before the turns: a message without its turn would be answered again.
  { table: 'InboxMessage', where: `(${theirs} OR "turnId" IN (${turns}))` },
  { table: 'TurnStep', where: `"turnId" IN (${turns})` },
  { table: 'BegunCall', where: `"turnId" IN (${turns})` },
  { table: 'Turn', where: theirs },
  { table: 'Passage', where: theirs },
  { table: 'Word', where: `"userId" = ?1` },
  { table: 'Summary', where: `"userId" = ?1` },
  { table: 'Conversation', where: `"chatId" = ?1` },
  { table: 'Note', where: `"userId" = ?1` },
  { table: 'Person', where: `"userId" = ?1` },
  { table: 'ModelUsage', where: `"userId" = ?1` },
]
