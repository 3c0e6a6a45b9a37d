import type { Content } from './model.ts'
import { cutMiddle, tokensOf } from './tokens.ts'

/** An earlier exchange as the prompt needs it. */
export interface PastExchange {
  number: number
  question: string
  answer: string
  sentence: string | undefined
  /** Of a conversation before /new: remembered, not read word for word. */
  isEarlier: boolean
}

export interface PromptInput {
  /** Finished exchanges of the chat, oldest first. */
  past: PastExchange[]
  /** What the agent keeps on purpose about the person, oldest first. */
  kept: string[]
  /** What came with the message, one line. */
  note: string
  question: string
  /** What the person is called, if the operator named them. */
  personName: string | undefined
  /** Local time, already written out. */
  now: string
  tokenBudget: number
  /** Tokens of the system prompt and the tools. */
  fixedTokens: number
}

export interface Prompt {
  contents: Content[]
  /** Estimated tokens of each part. */
  parts: { fixed: number; memory: number; recent: number; message: number }
}

/** Exchanges that stay word for word. */
export const verbatimWindow = 3
/** An exchange this small costs less than its summary: it is kept as it is. */
export const smallExchangeTokens = 40
const maxNotes = 20
/** Of what is kept on purpose, so much rides with every prompt; the memory tool lists all. */
const keptTokens = 250
const oldMessageChars = 1_600
/** Of many files that came at once, the first and the last are named. */
const maxNoteChars = 2_400
/** The two headings. */
const noteOverhead = 15

/**
 * The bounded prompt: rules and tools, notes on older exchanges, the last three word for word, the new message.
 *
 * The ceiling holds however long the history is. What gives way, in this order: the oldest notes, then the oldest
 * exchanges, then what is kept on purpose, then the middle of the new message.
 */
export function buildPrompt(input: PromptInput): Prompt {
  const header = [`Now: ${input.now}`, input.personName && `From: ${input.personName}`]
    .filter(Boolean)
    .join('. ')
  const note = cutMiddle(input.note, maxNoteChars, missingNote)
  const room = input.tokenBudget - input.fixedTokens - tokensOf(header) - tokensOf(note)
  const question = cutMiddle(input.question, Math.max(room * 3, 1_000), missingNote)
  const kept = takeNewest(
    input.kept.map(oneLine),
    Math.min(keptTokens, room - tokensOf(question)),
    noteTokens,
  )
  let left = room - tokensOf(question) - sum(kept, noteTokens)

  const window = verbatimOf(input.past)
  const recent = takeNewest(window, left, exchangeTokens)
  left -= sum(recent, exchangeTokens)
  const older = input.past.slice(0, input.past.length - window.length).slice(-maxNotes)
  const notes = takeNewest(older.flatMap(noteOf), left - noteOverhead, noteTokens)

  const memory = [...section('Notes you keep', kept), ...section('Earlier in this conversation', notes)].join(
    '\n',
  )
  return {
    contents: toContents(memory, recent, [`[${header}]`, ...(note ? [note] : []), question]),
    parts: {
      fixed: input.fixedTokens,
      memory: tokensOf(memory),
      recent: sum(recent, exchangeTokens),
      message: tokensOf(header) + tokensOf(note) + tokensOf(question),
    },
  }
}

/** The last exchanges of this conversation. */
function verbatimOf(past: PastExchange[]): PastExchange[] {
  return past.slice(-verbatimWindow).filter(({ isEarlier }) => !isEarlier)
}

function toContents(memory: string, recent: PastExchange[], message: string[]): Content[] {
  const turns = recent.flatMap(({ question, answer }): Content[] => [
    { role: 'user', parts: [{ text: shortened(question) }] },
    { role: 'model', parts: [{ text: shortened(answer) || '(no answer)' }] },
  ])
  const contents: Content[] = [...turns, { role: 'user', parts: message.map((text) => ({ text })) }]
  // The API wants the first content to be the user's, so the notes ride on it.
  if (memory) contents[0]!.parts.unshift({ text: `${memory}\n` })
  return contents
}

/** One line for an exchange: its sentence, or itself where it is small, or its start until the summarizer comes to it. */
function noteOf({ question, answer, sentence }: PastExchange): string[] {
  if (sentence) return [sentence]
  if (!question && !answer) return []
  const whole = `“${oneLine(question)}” → “${oneLine(answer)}”`
  return [cutMiddle(whole, smallExchangeTokens * 4 + 40, () => '…').replaceAll('\n', ' ')]
}

function takeNewest<Item>(items: Item[], room: number, cost: (item: Item) => number): Item[] {
  let used = 0
  const firstKept = items.findLastIndex((item) => (used += cost(item)) > room) + 1
  return items.slice(firstKept)
}

const noteTokens = (note: string) => tokensOf(note) + 1

const section = (title: string, lines: string[]) =>
  lines.length > 0 ? [`${title}:`, ...lines.map((line) => `- ${line}`)] : []

const exchangeTokens = ({ question, answer }: PastExchange) =>
  tokensOf(shortened(question)) + tokensOf(shortened(answer))

const shortened = (text: string) => cutMiddle(text, oldMessageChars, missingNote)
const missingNote = (missing: number) => `[… ${missing} characters left out …]`
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function sum<Item>(items: Item[], cost: (item: Item) => number): number {
  return items.reduce((total, item) => total + cost(item), 0)
}
