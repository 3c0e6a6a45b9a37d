import { chatToken, personToken } from './index-row.ts'
import type { RecallScope } from './recall.ts'
import { indexText } from './words.ts'

/** One word of a search; several where its script has no spaces. */
export interface Term {
  text: string
  /** Also what only begins with it. */
  isPrefix?: boolean
}

/**
 * An FTS5 expression that finds passages of one person alone which hold one of the terms. In a private chat all of
 * theirs, in a group what they said there. Every term is quoted: nothing in it can be syntax.
 * @returns undefined where no term holds a letter or digit: such an expression would be an error.
 */
export function matchExpression(scope: RecallScope, terms: Term[]): string | undefined {
  const quoted = terms.map(quote).filter((term) => term !== undefined)
  if (quoted.length === 0) return undefined
  return `${ownedBy(scope)} AND ({body date ctx fact} : (${quoted.join(' OR ')}))`
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
