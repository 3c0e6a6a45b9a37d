import { indexText } from './words.ts'
import type { RecallScope } from './recall.ts'

/** The most characters of each message before. */
const maxContextChars = 300

/** What the index holds of one passage, column by column, but for its day. */
export interface IndexRow {
  body: string
  ctx: string
  fact: string
  owner: string
}

/**
 * @param before - the messages before it, the nearest last.
 * @param fact - the sentence that its exchange was put into, if there is one.
 */
export function indexRow(
  body: string,
  { userId, chatId }: RecallScope,
  before: string[],
  fact: string | undefined,
): IndexRow {
  return {
    body: indexText(body),
    ctx: indexText(before.map((text) => text.slice(0, maxContextChars)).join('\n')),
    fact: indexText(fact ?? ''),
    owner: `${personToken(userId)} ${chatToken(chatId)}`,
  }
}

/** Whose a passage is, as a word of the index. */
export const personToken = (userId: number) => `u${userId}`

/** Where it was said; a group's id is negative. */
export const chatToken = (chatId: number) => (chatId < 0 ? `g${-chatId}` : `c${chatId}`)
