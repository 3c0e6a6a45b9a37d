import type { Reply } from '@aika/contracts'
import { encodeWish } from './callback-data.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'
import type { Drafts } from './drafts.ts'
import type { OutboundLines } from './outbound-lines.ts'
import { type Attempt, inShapeFor, insist } from './post.ts'
import { maxMessageUnits, renderMessages } from './rendering/render.ts'
import { type Button, type OutgoingText, type Telegram, TelegramFailure } from './telegram.ts'
import { repeatMark, words, wordsOf } from './words.ts'

export interface DeliverReplyPorts {
  telegram: Telegram
  lines: OutboundLines
  ledger: DeliveryLedger
  drafts: Drafts
  count(what: 'delivered' | 'repeated' | 'refused'): void
}

/** More messages than this at once are a wall: the whole answer then comes as a file too. */
const manyParts = 5
/** Of an answer with a file, this many messages are shown at most. */
const shownParts = 10

/**
 * Says one reply, at least once and as a rule exactly once. Each part is noted before and after it is sent; a part whose
 * fate nobody knows is sent again with a mark. A chat that cannot be reached any more ends the reply without an error.
 *
 * @returns the ids of the messages that are in the chat.
 * @throws TelegramFailure `refused` (not retryable); AppError `stopping` (retryable).
 */
export function deliverReply(ports: DeliverReplyPorts, reply: Reply): Promise<{ messageIds: number[] }> {
  ports.drafts.close(reply)
  const text = textOf(reply, ports.drafts)
  return ports.lines.say(reply.chatId, async () => {
    const messageIds: number[] = []
    try {
      for (const [part, say] of partsOf(ports, reply, text).entries()) {
        const messageId = await deliverPart(ports, reply, part, say)
        if (messageId !== undefined) messageIds.push(messageId)
      }
    } catch (error) {
      if (!(error instanceof TelegramFailure) || error.kind !== 'gone') throw error
    }
    ports.drafts.forget(reply)
    return { messageIds }
  })
}

type Say = (attempt: Attempt) => Promise<number>

/** What was streamed before a turn failed or was stopped stays readable above the words for it. */
function textOf({ body, turnId }: Reply, drafts: Drafts): string {
  const partial = body.kind === 'failure' && turnId ? drafts.textSoFar(turnId) : ''
  if (!partial) return textWordsOf(body)
  const isInCode = (partial.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 1
  return `${partial}${isInCode ? '\n```' : ''}\n\n${textWordsOf(body)}`
}

const textWordsOf = (body: Reply['body']) =>
  body.kind === 'answer' || body.kind === 'failure' || body.kind === 'notice' ? wordsOf(body) : ''

function partsOf(ports: DeliverReplyPorts, reply: Reply, text: string): Say[] {
  const rendered = renderMessages(text, maxMessageUnits - repeatMark.length - 1)
  const isLong = rendered.length > manyParts
  const messages: OutgoingText[] = rendered.slice(0, isLong ? shownParts : undefined)
  if (messages.length < rendered.length) messages.push(simple(words.wholeAnswerInFile))
  if (messages.length === 0) messages.push(simple(words.nothingToSay))
  const { replyToMessageId } = reply
  if (replyToMessageId) messages[0] = { ...messages[0]!, replyToMessageId }
  const buttons = buttonsOf(reply)
  if (buttons) messages.push({ ...messages.pop()!, buttons })
  const says = messages.map((message, part) => sayText(ports, reply, message, part === 0))
  if (isLong) says.push(() => ports.telegram.sendFile(reply.chatId, fileOf(text)))
  return says
}

const simple = (text: string): OutgoingText => ({ html: text, plain: text })

const fileOf = (text: string) => ({ name: 'answer.md', bytes: Buffer.from(text.toWellFormed()) })

function buttonsOf({ body, turnId }: Reply): Button[] | undefined {
  if (body.kind !== 'answer' || !body.canContinue) return undefined
  return [
    { text: words.continue, data: encodeWish({ kind: 'continue', ...(turnId && { turnId }) }) },
    { text: words.stop, data: encodeWish({ kind: 'stop', ...(turnId && { turnId }) }) },
  ]
}

/** The first part takes the place of the draft that was streamed, where there is one. Editing twice does no harm. */
function sayText(ports: DeliverReplyPorts, reply: Reply, message: OutgoingText, isFirst: boolean): Say {
  return async (attempt) => {
    const draft = isFirst ? await ports.drafts.find(reply) : undefined
    if (draft === undefined) return ports.telegram.send(reply.chatId, inShapeFor(attempt, message))
    try {
      await ports.telegram.edit(reply.chatId, draft, inShapeFor({ ...attempt, isRepeat: false }, message))
      return draft
    } catch (error) {
      if (!(error instanceof TelegramFailure) || error.kind !== 'refused') throw error
      // The person deleted it, or it is too old to be edited.
      ports.drafts.forget(reply)
      return ports.telegram.send(reply.chatId, inShapeFor(attempt, message))
    }
  }
}

async function deliverPart(
  ports: DeliverReplyPorts,
  { replyId, chatId }: Reply,
  part: number,
  say: Say,
): Promise<number | undefined> {
  const { lines, ledger } = ports
  const before = await ledger.begin(replyId, part, chatId)
  if (before.state === 'settled') return before.messageId
  const attempt = { isPlain: false, isRepeat: before.state === 'uncertain' }
  try {
    const messageId = await insist(lines, chatId, attempt, say)
    await ledger.sent(replyId, part, messageId)
    ports.count(attempt.isRepeat ? 'repeated' : 'delivered')
    return messageId
  } catch (error) {
    if (error instanceof TelegramFailure && !error.retryable) {
      ports.count('refused')
      await ledger.refused(replyId, part)
    } else if (!attempt.isRepeat && isSurelyUnsent(error)) await ledger.notSent(replyId, part)
    throw error
  }
}

/** Only waiting is ended by a stop, never a call: what `insist` knew of earlier tries holds. */
function isSurelyUnsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'stopping'
}
