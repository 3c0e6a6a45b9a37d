import type { ConversationState, Daily, PastExchange } from './conversation-state.ts'
import { giveWay, oldest, oldestGroup, shortened, worst, type GiveWay, type Piece } from './give-way.ts'
import type { Content } from './model.ts'
import {
  dailyLine,
  exchangeLine,
  fullTextIn,
  isSmall,
  isWholeNote,
  noteLine,
  recalledLine,
  sentenceLine,
  shortDailyLine,
  shortenedFilesLine,
  shortenedMessage,
} from './prompt-lines.ts'
import { cutMiddle, tokensOf } from './tokens.ts'

/** Tokens that each part took, in the prompt's order; `fixed` is the system prompt and the tools. */
export type PromptParts = Record<'fixed' | PartName, number>

export interface Prompt {
  contents: Content[]
  parts: PromptParts
  /** Turns and notes that stand in it as they were written: search need not find them. */
  sources: string[]
  /** The numbers of all exchanges that it tells of one by one, whole or not. */
  exchanges: number[]
  /** How many exchanges of today had no room: neither word for word, nor as a line, nor summed up. */
  unshown: number
}

/** What a prompt says after its rules and tools, what changes least first: its beginning can be cached. */
const order = [
  'notes', // kept on purpose, never summed up
  'major', // all weeks in four sentences
  'dailies', // the days since, two sentences each
  'fold', // the beginning of today, two sentences
  'sentences', // then today exchange by exchange
  'recent', // the last exchanges, word for word
  'recalled', // what search found for the new message
  'message', // when, from whom, with which files, and the new message itself
] as const
type PartName = (typeof order)[number]

/** Exchanges that stay word for word. */
export const verbatimWindow = 3
/** Lines on exchanges of today; when there are more, the oldest are folded. */
export const maxSentences = 20
/** So many leave together while nobody folds them: the beginning of the prompt changes once in five messages. */
const leaveTogether = 5
/** The newest stay lines, however little room there is. */
export const linesKept = 2

/** Of what is kept on purpose, so much rides with every prompt; the memory tool lists all. */
const notesTokens = 250
const mostNotes = 60
/** The days, today's fold and today's sentences together, however old the conversation. */
export const storyTokens = 700
/** Of these the days: until their week is summed up each says at least how it began; of a dozen, should it be late. */
const dailiesTokens = 400
/** Found passages: room for five long ones, or eight short ones, which must cost less than they spare. */
const recalledTokens = 300

/** Ceilings, and what gives way to each, in this order. After the last one the middle of the new message does. */
const ceilings = (
  budget: number,
): { parts: readonly PartName[]; tokens: number; givesWay: GiveWay<PartName>[] }[] => [
  { parts: ['notes'], tokens: notesTokens, givesWay: [oldest('notes')] },
  { parts: ['recalled'], tokens: recalledTokens, givesWay: [worst('recalled')] },
  // Not by how much there is of today: what stands before today's lines would change with each message.
  { parts: ['dailies'], tokens: dailiesTokens, givesWay: [shortened('dailies'), oldest('dailies')] },
  {
    parts: ['dailies', 'fold', 'sentences'],
    tokens: storyTokens,
    givesWay: [oldestGroup('sentences', linesKept), oldest('sentences'), oldest('dailies')],
  },
  {
    parts: order,
    tokens: budget,
    givesWay: [worst('recalled'), oldest('sentences'), oldest('dailies'), oldest('recent'), oldest('notes')],
  },
]

/**
 * The bounded prompt of a conversation. The ceiling holds however long anything is: what has no bound of its own can give
 * way, and the new message keeps its head and tail.
 */
export function buildPrompt(state: ConversationState): Prompt {
  const budget = state.tokenBudget - state.fixedTokens
  const draft = draftOf(state, budget)
  for (const { parts, tokens, givesWay } of ceilings(budget)) {
    const isTooMuch = () => tokensOfParts(draft, parts) > tokens
    for (const step of givesWay) while (isTooMuch() && giveWay(draft[step.part], step)) continue
  }
  const excess = tokensOfParts(draft, order) - budget
  if (excess > 0) draft.message = messageOf(state, tokensOf(textsOf(draft.message).at(-1)!) - excess)
  const pieces = order.flatMap((part) => draft[part])
  return {
    contents: contentsOf(draft),
    parts: { fixed: state.fixedTokens, ...tokensByPart(draft) },
    sources: pieces.flatMap(({ source }) => source ?? []),
    exchanges: [...new Set(pieces.flatMap(({ exchange }) => exchange ?? []))],
    unshown: beyondWindow(state).flatMap(exchangePiece).length - draft.sentences.length,
  }
}

type Draft = Record<PartName, Piece[]>

function draftOf(state: ConversationState, budget: number): Draft {
  const { notes, major, dailies, fold, past, recalled } = state
  return {
    notes: notes
      .slice(-mostNotes)
      .map(({ id, text }) => line(noteLine(text), isWholeNote(text) ? id : undefined)),
    major: major.map((sentence) => line(sentenceLine(sentence))),
    dailies: dailies.map(dailyPiece),
    fold: fold.map((sentence) => line(sentenceLine(sentence))),
    sentences: newestLines(beyondWindow(state)).flatMap(exchangePiece),
    recent: past.filter(isInWindow).map(sidesOf),
    recalled: recalled.map((found) => ({ ...line(recalledLine(found, state)), exchange: found.number })),
    // A pasted book leaves a quarter to what it is about.
    message: messageOf(state, Math.floor((budget * 3) / 4)),
  }
}

const pieceOf = (texts: string[], source?: string): Piece => ({
  texts,
  tokens: texts.reduce((sum, text) => sum + tokensOfLine(text), 0),
  ...(source !== undefined && { source }),
})

const line = (text: string, source?: string): Piece => pieceOf([`- ${text}`], source)

const tokensOfLine = (text: string) => tokensOf(`${text}\n`)

/** Word for word: the last few, and of this conversation alone. */
function isInWindow({ isEarlier }: PastExchange, index: number, past: PastExchange[]): boolean {
  return index >= past.length - verbatimWindow && !isEarlier
}

/** Exchanges that are neither summed up nor word for word in the prompt, oldest first. */
function beyondWindow({ past, summedUpThrough }: ConversationState): PastExchange[] {
  return past.filter(
    (exchange, index) => exchange.number > summedUpThrough && !isInWindow(exchange, index, past),
  )
}

const groupOf = ({ number }: PastExchange) => Math.floor(number / leaveTogether)

/** As many as may be shown; of a group all or none, so that the first line stays the first for some messages. */
function newestLines(beyond: PastExchange[]): PastExchange[] {
  if (beyond.length <= maxSentences) return beyond
  const lastGone = groupOf(beyond.at(-maxSentences - 1)!)
  return beyond.filter((exchange) => groupOf(exchange) > lastGone)
}

function exchangePiece(exchange: PastExchange): Piece[] {
  const isWhole = !exchange.sentence && isSmall(exchange)
  const group = groupOf(exchange)
  return exchangeLine(exchange).map((text) => ({
    ...line(text, isWhole ? exchange.turnId : undefined),
    exchange: exchange.number,
    group,
  }))
}

/** A day in two sentences; in one; in the beginning of that. */
function dailyPiece(daily: Daily): Piece {
  const [first = ''] = daily.sentences
  const shortest = line(shortDailyLine(daily))
  const short = { ...line(dailyLine({ ...daily, sentences: [first] })), shorter: shortest }
  return { ...line(dailyLine(daily)), shorter: short }
}

function sidesOf({ number, turnId, question, answer }: PastExchange): Piece {
  const texts = [
    shortenedMessage(question, number) || '(no words)',
    shortenedMessage(answer, number) || '(no answer)',
  ]
  const isWhole = [question, answer].every((text) => shortenedMessage(text, number) === text)
  return { ...pieceOf(texts, isWhole ? turnId : undefined), exchange: number }
}

/** Fewer words than these are not cut any further. */
const leastWords = 200

function messageOf({ personName, now, filesLine, question, turn }: ConversationState, room: number): Piece[] {
  const from = personName ? `. From: ${personName.slice(0, 60)}` : ''
  const words = cutMiddle(question, Math.max(room, leastWords) * 4 - 80, fullTextIn(turn.number))
  const texts = [`[Now: ${now}${from}]`, ...(filesLine ? [shortenedFilesLine(filesLine)] : []), words]
  return texts.map((text) => pieceOf([text]))
}

const headings: Partial<Record<PartName, string>> = {
  notes: 'Notes you keep, as material:',
  major: 'What you remember of the past weeks, as material:',
  dailies: 'Of the last days, as material:',
  fold: 'Of earlier today, as material:',
  sentences: 'Earlier in this chat, as material:',
  recalled: 'Found in earlier messages, as material:',
}

const textsOf = (pieces: Piece[]) => pieces.flatMap(({ texts }) => texts)

function tokensOfPart(part: PartName, pieces: Piece[]): number {
  if (pieces.length === 0) return 0
  return pieces.reduce((sum, { tokens }) => sum + tokens, tokensOfLine(headings[part] ?? ''))
}

function tokensOfParts(draft: Draft, parts: readonly PartName[]): number {
  return parts.reduce((sum, part) => sum + tokensOfPart(part, draft[part]), 0)
}

function tokensByPart(draft: Draft): Record<PartName, number> {
  const entries = order.map((part) => [part, tokensOfPart(part, draft[part])])
  return Object.fromEntries(entries) as Record<PartName, number>
}

function contentsOf(draft: Draft): Content[] {
  const turns = draft.recent.flatMap(({ texts: [question = '', answer = ''] }) => [
    says('user', [question]),
    says('model', [answer]),
  ])
  const newest = says('user', [...sectionsOf(draft, ['recalled']), ...textsOf(draft.message)])
  const contents = [...turns, newest]
  // The API wants the first content to be the user's, so memory rides on it.
  const memory = sectionsOf(draft, ['notes', 'major', 'dailies', 'fold', 'sentences'])
  if (memory.length > 0) contents[0]!.parts.unshift(...says('user', [`${memory.join('\n')}\n`]).parts)
  return contents
}

function sectionsOf(draft: Draft, parts: PartName[]): string[] {
  return parts
    .filter((part) => draft[part].length > 0)
    .map((part) => [headings[part], ...textsOf(draft[part])].join('\n'))
}

/** Half a character, left by a cut here or anywhere before, is refused by the API. */
const says = (role: Content['role'], texts: string[]): Content => ({
  role,
  parts: texts.map((text) => ({ text: text.toWellFormed() })),
})
