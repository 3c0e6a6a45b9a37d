import type { Card, CardOutcome, ReplyBody } from '@aika/contracts'
import { encodeWish } from './callback-data.ts'
import { footerUnits, writeCard } from './rendering/card.ts'
import { firstUnits } from './rendering/clean.ts'
import { maxMessageUnits, renderRich } from './rendering/render.ts'
import { makeVisibleLine } from './rendering/visible.ts'
import type { Button, OutgoingText } from './telegram.ts'
import { repeatMark, words } from './words.ts'

/** A question as it is stored. */
export interface Question {
  card: Card
  isOpen: boolean
}

export interface Questions {
  /** Undefined where there is none of that id, or not any more. */
  find(approvalId: string): Promise<Question | undefined>
}

/** A card's message, and the whole of it as a file's text where the message could not hold it. */
export interface CardMessages {
  message: OutgoingText
  whole: string | undefined
}

const cardUnits = maxMessageUnits - repeatMark.length - 1

/** A question with its buttons. @param until - when it is over, in words. */
export function askingCard({ approvalId, card }: ReplyBody & { kind: 'card' }, until: string): CardMessages {
  const { message, whole } = writeCard(card, words.cardWaits(until), cardUnits)
  return { message: { ...renderRich(message, cardUnits)[0]!, buttons: buttonsOf(approvalId, card) }, whole }
}

/** The same question when it is over: without buttons, with what came of it. */
export function closedCard(card: Card, outcome: CardOutcome): OutgoingText {
  return renderRich(writeCard(card, outcomeOf(card, outcome), cardUnits).message, cardUnits)[0]!
}

function buttonsOf(approvalId: string, card: Card): Button[][] {
  const button = (text: string, kind: 'approve' | 'deny' | 'always') => ({
    text,
    // An approval's id always fits.
    data: encodeWish({ kind, approvalId })!,
  })
  const rows = [[button(words.approve, 'approve'), button(words.deny, 'deny')]]
  return card.always ? [...rows, [button(words.always, 'always')]] : rows
}

function outcomeOf({ always }: Card, outcome: CardOutcome): string {
  const said = words.cardOutcomes[outcome]
  if (outcome !== 'always') return said
  const pattern = makeVisibleLine(always ?? '')
  const room = footerUnits - said.length - 2
  return `${said} ${pattern.length > room ? `${firstUnits(pattern, room - 1)}…` : pattern}`
}
