import { dateText } from './date-text.ts'
import { indexText } from './words.ts'
import type { RecallScope } from './recall.ts'

/** The most characters of each message before. */
const maxContextChars = 300

/** What the index holds of one passage, column by column. */
export interface IndexRow {
  body: string
  date: string
  ctx: string
  fact: string
  owner: string
}

/**
 * @param before - the messages before it, the nearest last.
 * @param fact - the sentence that its exchange was put into, if there is one.
 */
export function indexRow(
  passage: { body: string; at: Date },
  owner: RecallScope,
  { before, fact, timeZone }: { before: string[]; fact: string | undefined; timeZone: string },
): IndexRow {
  return {
    body: indexText(passage.body),
    date: dateText(passage.at, timeZone),
    ctx: indexText(before.map((text) => text.slice(0, maxContextChars)).join('\n')),
    fact: indexText(fact ?? ''),
    owner: [personToken(owner.userId), chatToken(owner.chatId)].join(' '),
  }
}

/** Whose a passage is, as a word of the index. */
export const personToken = (userId: number) => `u${userId}`

/** Where it was said; a group's id is negative. */
export const chatToken = (chatId: number) => (chatId < 0 ? `g${-chatId}` : `c${chatId}`)
