import { chatToken, personToken } from './index-row.ts'
import type { RecallScope } from './recall.ts'
import { indexText } from './words.ts'

/** One word of a search; several where its script has no spaces. */
export interface Term {
  text: string
  /** Also what only begins with it. */
  isPrefix?: boolean
  /** The messages before a passage count too. */
  inContext?: boolean
}

/**
 * An FTS5 expression that finds passages of one person alone which hold one of the terms. In a private chat all of
 * theirs, in a group what they said there. Every term is quoted: nothing in it can be syntax.
 * @returns undefined where no term holds a letter or digit: such an expression would be an error.
 */
export function matchExpression(scope: RecallScope, terms: Term[]): string | undefined {
  const wide = anyOf('body date ctx fact', terms.filter(({ inContext }) => inContext)) // prettier-ignore
  const narrow = anyOf('body date fact', terms.filter(({ inContext }) => !inContext)) // prettier-ignore
  const either = [wide, narrow].filter((part) => part !== undefined)
  return either.length > 0 ? `${ownedBy(scope)} AND (${either.join(' OR ')})` : undefined
}

function anyOf(columns: string, terms: Term[]): string | undefined {
  const quoted = terms.map(quote).filter((term) => term !== undefined)
  return quoted.length > 0 ? `({${columns}} : (${quoted.join(' OR ')}))` : undefined
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
