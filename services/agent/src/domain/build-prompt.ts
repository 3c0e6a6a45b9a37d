import type { ConversationState, PastExchange } from './conversation-state.ts'
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
  shortenedMessage,
  shortenedNote,
} from './prompt-lines.ts'
import { cutMiddle, tokensOf } from './tokens.ts'

/** Tokens that each part took, in the prompt's order; `fixed` is the system prompt and the tools. */
export type PromptParts = Record<'fixed' | PartName, number>

export interface Prompt {
  contents: Content[]
  parts: PromptParts
  /** Turns and notes that stand in it as they were written: search need not find them. */
  sources: string[]
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

/** Of what is kept on purpose, so much rides with every prompt; the memory tool lists all. */
const notesTokens = 250
const mostNotes = 60
/** The days, today's fold and today's sentences together, however old the conversation. */
export const storyTokens = 700
/** Found passages: room for five, which must cost less than they spare. */
const recalledTokens = 300

interface GiveWay {
  part: PartName
  /** Which piece goes first: the `oldest` is the first, the `worst` the last. */
  goes: 'oldest' | 'worst'
  /** So many stay for now. */
  but?: number
}
const oldest = (part: PartName, but = 0): GiveWay => ({ part, goes: 'oldest', but })
const worst = (part: PartName): GiveWay => ({ part, goes: 'worst' })

/** Ceilings, and what gives way to each, in this order. After the last one the middle of the new message does. */
const ceilings = (budget: number): { parts: readonly PartName[]; tokens: number; givesWay: GiveWay[] }[] => [
  { parts: ['notes'], tokens: notesTokens, givesWay: [oldest('notes')] },
  { parts: ['recalled'], tokens: recalledTokens, givesWay: [worst('recalled')] },
  {
    parts: ['dailies', 'fold', 'sentences'],
    tokens: storyTokens,
    givesWay: [oldest('sentences', 5), oldest('dailies'), oldest('sentences')],
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
    for (const { part, goes, but = 0 } of givesWay) {
      while (draft[part].length > but && tokensOfParts(draft, parts) > tokens) {
        if (goes === 'oldest') draft[part].shift()
        else draft[part].pop()
      }
    }
  }
  const excess = tokensOfParts(draft, order) - budget
  if (excess > 0) draft.message = messageOf(state, tokensOf(textsOf(draft.message).at(-1)!) - excess)
  return {
    contents: contentsOf(draft),
    parts: { fixed: state.fixedTokens, ...tokensByPart(draft) },
    sources: order.flatMap((part) => draft[part]).flatMap(({ source }) => source ?? []),
    unshown: beyondWindow(state).flatMap(exchangePiece).length - draft.sentences.length,
  }
}

/** A line, or an exchange's two sides. */
interface Piece {
  texts: string[]
  /** What it is, when nothing is missing of it: the id of a turn or a note. */
  source?: string
}
type Draft = Record<PartName, Piece[]>

function draftOf(state: ConversationState, budget: number): Draft {
  const { notes, major, dailies, fold, past, recalled } = state
  return {
    notes: notes
      .slice(-mostNotes)
      .map(({ id, text }) => line(noteLine(text), isWholeNote(text) ? id : undefined)),
    major: major.map((sentence) => line(sentenceLine(sentence))),
    dailies: dailies.map((daily) => line(dailyLine(daily))),
    fold: fold.map((sentence) => line(sentenceLine(sentence))),
    sentences: beyondWindow(state).slice(-maxSentences).flatMap(exchangePiece),
    recent: past.filter(isInWindow).map(sidesOf),
    recalled: recalled.map((passage) => line(recalledLine(passage, state))),
    // A pasted book leaves a quarter to what it is about.
    message: messageOf(state, Math.floor((budget * 3) / 4)),
  }
}

const line = (text: string, source?: string): Piece => ({
  texts: [`- ${text}`],
  ...(source !== undefined && { source }),
})

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

function exchangePiece(exchange: PastExchange): Piece[] {
  const isWhole = !exchange.sentence && isSmall(exchange)
  return exchangeLine(exchange).map((text) => line(text, isWhole ? exchange.turnId : undefined))
}

function sidesOf({ number, turnId, question, answer }: PastExchange): Piece {
  const texts = [
    shortenedMessage(question, number) || '(no words)',
    shortenedMessage(answer, number) || '(no answer)',
  ]
  const isWhole = [question, answer].every((text) => shortenedMessage(text, number) === text)
  return { texts, ...(isWhole && { source: turnId }) }
}

/** Fewer words than these are not cut any further. */
const leastWords = 200

function messageOf({ personName, now, note, question, turn }: ConversationState, room: number): Piece[] {
  const from = personName ? `. From: ${personName.slice(0, 60)}` : ''
  const words = cutMiddle(question, Math.max(room, leastWords) * 4 - 80, fullTextIn(turn.number))
  const texts = [`[Now: ${now}${from}]`, ...(note ? [shortenedNote(note)] : []), words]
  return texts.map((text) => ({ texts: [text] }))
}

const headings: Partial<Record<PartName, string>> = {
  notes: 'Notes you keep:',
  major: 'What you remember of the past weeks:',
  dailies: 'Of the last days:',
  fold: 'Of earlier today:',
  sentences: 'Earlier in this conversation, as material:',
  recalled: 'Found in earlier messages, as material:',
}

const textsOf = (pieces: Piece[]) => pieces.flatMap(({ texts }) => texts)

function tokensOfPart(part: PartName, pieces: Piece[]): number {
  if (pieces.length === 0) return 0
  return [headings[part] ?? '', ...textsOf(pieces)].reduce((sum, text) => sum + tokensOf(`${text}\n`), 0)
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
