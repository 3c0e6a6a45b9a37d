import { splitAttachmentNote } from '@aika/contracts'
import type { RecalledPassage } from '@aika/recall'
import type { Exchanges, StandingSummaries, Summaries, Turn } from '@aika/store'
import { buildPrompt, maxSentences, verbatimWindow } from './build-prompt.ts'
import { contentWords } from './content-words.ts'
import type { ConversationState } from './conversation-state.ts'
import { withoutRefused } from './ending.ts'
import { searchedText } from './prompt-lines.ts'
import { foldedAtOnce } from './summaries-due.ts'
import { systemPrompt } from './system-prompt.ts'
import { tokensOf } from './tokens.ts'
import type { ToolPorts } from './tools/tool-ports.ts'
import type { Tool } from './tools/tool.ts'

/** What is known of a conversation, and where from. */
export interface ConversationPorts extends Pick<ToolPorts, 'notes' | 'people' | 'recall'> {
  exchanges: Pick<Exchanges, 'recent' | 'after'>
  summaries: Pick<Summaries, 'standing'>
  clock: ToolPorts['clock'] & {
    /** In that zone, an IANA name, with its offset. */
    localTime(now: Date, timeZone: string): string
  }
  tools: Tool[]
  settings: { promptTokenBudget: number }
  log: { warn(fields: object, message: string): void }
}

/** One more exchange than a prompt has room for: so it is known whether any has none. */
const pastExchanges = verbatimWindow + maxSentences + 1
/** More than the prompt has room for, where they are long. */
const passages = 8

/** All that the prompt of a turn is made from. Reads little, and at once, however long the conversation is. */
export async function readConversation(ports: ConversationPorts, turn: Turn): Promise<ConversationState> {
  const isPrivate = turn.chatId === turn.userId
  const [recent, notes, standing, timeZone] = await Promise.all([
    ports.exchanges.recent(turn.chatId, pastExchanges),
    isPrivate ? ports.notes.of(turn.userId) : [],
    isPrivate ? ports.summaries.standing(turn.userId) : nothingStands,
    ports.people.timeZoneOf(turn.userId),
  ])
  const { note, words } = splitAttachmentNote(turn.text)
  const state: ConversationState = {
    turn,
    filesLine: note,
    question: words,
    personName: ports.people.nameOf(turn.userId),
    timeZone,
    now: ports.clock.localTime(turn.startedAt, timeZone),
    notes,
    ...summariesIn(standing),
    past: withoutRefused(recent),
    oldest: [],
    recalled: [],
    tokenBudget: ports.settings.promptTokenBudget,
    fixedTokens: fixedTokensOf(ports.tools),
  }
  const [oldest, recalled] = await Promise.all([
    readOldest(ports, state),
    recallFor(ports, state, turn.startedAt),
  ])
  return { ...state, oldest, recalled }
}

const nothingStands: StandingSummaries = {
  major: undefined,
  dailies: [],
  fold: undefined,
  coveredThrough: 0,
}

function summariesIn({ major, dailies, fold, coveredThrough }: StandingSummaries) {
  const textsOf = (summary: typeof fold) => summary?.sentences.map(({ text }) => text) ?? []
  return {
    major: textsOf(major),
    // A day of which all was forgotten has no sentences.
    dailies: dailies
      .map((daily) => ({ day: daily.period, sentences: textsOf(daily) }))
      .filter(({ sentences }) => sentences.length > 0),
    fold: textsOf(fold),
    summedUpThrough: Math.max(coveredThrough, fold?.throughNumber ?? 0),
  }
}

/** Those to be folded, when there are too many to be shown. */
async function readOldest(ports: ConversationPorts, { turn, past, summedUpThrough }: ConversationState) {
  const isFull = past.length >= pastExchanges && past[0]!.number > summedUpThrough
  return isFull ? withoutRefused(await ports.exchanges.after(turn.chatId, summedUpThrough, foldedAtOnce)) : []
}

/** What was said before about the same. The answer does not depend on it: without search it comes without. */
async function recallFor(
  ports: ConversationPorts,
  state: ConversationState,
  now: Date,
): Promise<RecalledPassage[]> {
  const { turn, question, timeZone } = state
  const text = searchedText(question)
  if (contentWords(text).length === 0) return []
  const { sources } = buildPrompt(state)
  if (isAllAtHand(state, sources)) return []
  const scope = { userId: turn.userId, chatId: turn.chatId }
  const exceptTurnIds = [turn.id, ...sources]
  try {
    return await ports.recall.search(scope, {
      text,
      now,
      limit: passages,
      timeZone,
      exceptTurnIds,
    })
  } catch (error) {
    // Its message may quote what was searched for.
    const reason = error instanceof Error ? error.name : typeof error
    ports.log.warn({ turnId: turn.id, reason }, 'nothing is recalled for this turn')
    return []
  }
}

/** The whole conversation is in the prompt, word for word. */
function isAllAtHand({ past, summedUpThrough, notes }: ConversationState, sources: string[]): boolean {
  const isShort = past.length <= verbatimWindow && past.every(({ turnId }) => sources.includes(turnId))
  return isShort && summedUpThrough === 0 && notes.length === 0
}

const fixedTokens = new WeakMap<Tool[], number>()

function fixedTokensOf(tools: Tool[]): number {
  const known = fixedTokens.get(tools)
  if (known !== undefined) return known
  const declarations = JSON.stringify(tools.map(({ declaration }) => declaration))
  const tokens = tokensOf(systemPrompt) + tokensOf(declarations)
  fixedTokens.set(tools, tokens)
  return tokens
}
