import { chatToken, personToken } from './index-row.ts'
import type { RecallScope } from './recall.ts'
import { indexText } from './words.ts'

/** One word of a search; several where its script has no spaces. */
export interface Term {
  text: string
  /** Also what only begins with it. */
  isPrefix?: boolean
}

const everywhere = 'body date ctx fact'
/** A guess is no day. */
export const notInDates = 'body ctx fact'

/**
 * An FTS5 expression that finds passages of one person alone which hold one of the terms. In a private chat all of
 * theirs, in a group what they said there. Every term is quoted: nothing in it can be syntax.
 * @param columns - of the index, in which a term counts; the messages around a passage are among them by default.
 * @returns undefined where no term holds a letter or digit: such an expression would be an error.
 */
export function matchExpression(scope: RecallScope, terms: Term[], columns = everywhere): string | undefined {
  const quoted = terms.map(quote).filter((term) => term !== undefined)
  if (quoted.length === 0) return undefined
  return `${ownedBy(scope)} AND ({${columns}} : (${quoted.join(' OR ')}))`
}

function ownedBy({ userId, chatId }: RecallScope): string {
  const person = `owner : "${personToken(userId)}"`
  return chatId === userId ? person : `${person} AND owner : "${chatToken(chatId)}"`
}

function quote({ text, isPrefix = false }: Term): string | undefined {
  const words = indexText(text).match(/[\p{L}\p{N}\p{M}]+/gu)
  if (!words || !/[\p{L}\p{N}]/u.test(text)) return undefined
  return `"${words.join(' ')}"${isPrefix ? '*' : ''}`
}
