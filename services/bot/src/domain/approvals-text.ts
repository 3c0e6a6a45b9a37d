import { Card } from '@aika/contracts'
import type { Approval, Grant } from '@aika/store'
import { inlineCode, plainLine } from './inline-code.ts'
import { localDate } from './local-date.ts'

/** Open questions and standing permissions, numbered like their buttons, as Markdown. */
export function approvalsText(
  { open, grants }: { open: Approval[]; grants: Grant[] },
  timeZone: string,
  now: Date,
): string {
  const when = (at: Date) => localDate(at, timeZone, now)
  const openLines = open.map(({ card, expiresAt }, index) => {
    const { title, what } = Card.parse(JSON.parse(card))
    return `${index + 1}. ${plainLine(title)}: ${inlineCode(what, 100)}, until ${when(expiresAt)}`
  })
  const grantLines = grants.map(({ label, createdAt }, index) => {
    return `${index + 1}. ${plainLine(label)} (since ${when(createdAt)})`
  })
  return [
    '### Open questions',
    ...(openLines.length > 0 ? [...openLines, '', 'Approve them on their cards above.'] : ['None.']),
    '',
    '### Always allowed in this chat',
    ...(grantLines.length > 0 ? grantLines : ['Nothing.']),
  ].join('\n')
}
