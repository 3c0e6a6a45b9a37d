import { readFileSync } from 'node:fs'

/** One message of a dialogue, one a line of its file. */
export interface Message {
  id: string
  speaker: string
  /** ISO. */
  at: string
  text: string
}

/** What is asked about a dialogue, one a line, and in which messages the answer stands. */
export interface JudgedQuestion {
  q: string
  evidence: string[]
  category?: string | number
}

export const readLines = <Line>(path: string): Line[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line)

/** A question and its answer, each of the messages that were said in a row by one speaker. */
export interface Exchange {
  id: string
  question: Message[]
  answer: Message[]
}

/** As people talk to Aika: one side asks, the other answers, and what somebody adds belongs to what they said before. */
export function exchangesOf(messages: Message[]): Exchange[] {
  const exchanges: Exchange[] = []
  for (const message of messages) {
    const open = exchanges.at(-1)
    const isAnswer = open && open.question[0]!.speaker !== message.speaker
    if (isAnswer && (open.answer.length === 0 || open.answer[0]!.speaker === message.speaker))
      open.answer.push(message)
    else if (open && !isAnswer && open.answer.length === 0) open.question.push(message)
    else exchanges.push({ id: `tg-1-${exchanges.length + 1}`, question: [message], answer: [] })
  }
  return exchanges
}

/** What one side of an exchange is stored as. */
export const textOf = (side: Message[]): string =>
  side.map(({ speaker, text }) => `${speaker}: ${text}`).join('\n')
