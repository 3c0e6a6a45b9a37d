import type { Exchange, Note } from '@aika/store'
import { plainLine } from './inline-code.ts'
import { localDate } from './local-date.ts'

export interface Memory {
  notes: Note[]
  exchanges: Exchange[]
}

/** What is remembered of a person, from when, as Markdown. Notes are numbered like their buttons. */
export function memoryText({ notes, exchanges }: Memory, timeZone: string, now: Date): string {
  const when = (at: Date) => localDate(at, timeZone, now)
  const noteLines = notes.map(
    ({ text, createdAt }, index) => `${index + 1}. ${plainLine(text)} (${when(createdAt)})`,
  )
  const talkLines = exchanges.map(({ at, sentence, question }) => {
    return `- ${when(at)}: ${sentence ? plainLine(sentence) : `“${plainLine(question, 100)}”`}`
  })
  return [
    '### Notes',
    ...(noteLines.length > 0 ? noteLines : ['None. Say “remember that …”, and I keep a note.']),
    '',
    '### Our conversation',
    ...(talkLines.length > 0 ? talkLines : ['Nothing yet.']),
    '',
    '/new begins a fresh conversation, /forget_me deletes everything.',
  ].join('\n')
}
