import type { Reply, ReplyResult } from '@aika/contracts'
import { closeCard, type CloseCardPorts } from './close-card.ts'
import { deliverPart } from './deliver-part.ts'
import type { DraftOf } from './draft-of.ts'
import type { Drafts } from './drafts.ts'
import type { OutboundLines, Place, Rank } from './outbound-lines.ts'
import { type Attempt, inShapeFor } from './post.ts'
import type { DescribeTime } from './reminder-text.ts'
import { attemptOf, messagesOf, type ReplyMessages, type SpokenReply } from './reply-messages.ts'
import { sayFile, type SayFilePorts } from './say-file.ts'
import { type OutgoingFile, type OutgoingText, type Telegram, TelegramFailure } from './telegram.ts'
import { words } from './words.ts'

export interface DeliverReplyPorts extends SayFilePorts, CloseCardPorts {
  telegram: Telegram
  lines: OutboundLines
  drafts: Drafts
  timeZones: { of(userId: number): Promise<string> }
  describeTime: DescribeTime
  clock: { now(): number }
  /** Whether answers go out as rich messages where they can. */
  isRich: boolean
}

/**
 * Says one reply, at least once and as a rule exactly once. Each part is noted before and after it is sent; a part whose
 * fate nobody knows is sent again with a mark. A chat that cannot be reached any more, and a file that cannot be sent,
 * end the reply without an error: `refused` says why.
 *
 * @returns the ids of the messages that are in the chat.
 * @throws TelegramFailure `refused` (not retryable); AppError `stopping` (retryable).
 */
export async function deliverReply(ports: DeliverReplyPorts, reply: Reply): Promise<ReplyResult> {
  const draft = draftOf(reply)
  if (draft) ports.drafts.close(draft.turnId, draft.chatId)
  return ports.lines.say(reply.chatId, rankOf(reply), async (place) => {
    try {
      return await say(ports, place, reply)
    } catch (error) {
      if (!(error instanceof TelegramFailure) || error.kind !== 'gone') throw error
      return { messageIds: [], refused: words.chatGone }
    }
  })
}

/** Answers to what a person just pressed or commanded are short, and Stop is one of them. */
function rankOf({ body, replyId }: Reply): Rank {
  if (body.kind === 'card' || body.kind === 'card-closed') return 'now'
  if (body.kind === 'notice' && replyId.startsWith('notice-tg-')) return 'now'
  return body.kind === 'reminder' ? 'reminder' : 'answer'
}

async function say(ports: DeliverReplyPorts, place: Place, reply: Reply): Promise<ReplyResult> {
  const { body } = reply
  if (body.kind === 'file') return sayFile(ports, place, { ...reply, body })
  if (body.kind === 'card-closed') return closeCard(ports, place, { ...reply, body })
  // Whoever answers a question that is over is told so; better not to ask it.
  if (body.kind === 'card' && !(await ports.questions.find(body.approvalId))?.isOpen) {
    return { messageIds: [], refused: words.questionOver }
  }
  return sayMessages(ports, place, { ...reply, body })
}

async function sayMessages(ports: DeliverReplyPorts, place: Place, reply: SpokenReply): Promise<ReplyResult> {
  const said = await messagesIn(ports, reply)
  const draft = draftOf(reply)
  const rich = ports.isRich && said.rich ? await sayRich(ports, place, reply, said.rich) : undefined
  const messageIds = rich === undefined ? await sayClassic(ports, place, reply, said) : [rich]
  if (draft) ports.drafts.forget(draft)
  return messageIds.length > 0 ? { messageIds } : { messageIds, refused: words.refusedBefore }
}

async function messagesIn(ports: DeliverReplyPorts, reply: SpokenReply): Promise<ReplyMessages> {
  return messagesOf(reply, {
    streamed: reply.turnId ? ports.drafts.textSoFar(reply.turnId) : '',
    now: ports.clock.now(),
    timeZone: reply.body.kind === 'card' ? await ports.timeZones.of(reply.chatId) : 'UTC',
    describeTime: ports.describeTime,
  })
}

async function sayClassic(
  ports: DeliverReplyPorts,
  place: Place,
  reply: SpokenReply,
  { messages, file }: ReplyMessages,
): Promise<number[]> {
  const says = messages.map((message, part) => sayText(ports, reply, message, part === 0))
  if (file) says.push(() => ports.telegram.sendFile(reply.chatId, textFile(file)))
  const messageIds: number[] = []
  for (const [part, saying] of says.entries()) {
    const messageId = await deliverPart(ports, place, { ...reply, part }, saying)
    if (messageId !== undefined) messageIds.push(messageId)
  }
  return messageIds
}

/** Parts of the classic rendering have smaller numbers: the ledger knows which of the two was said. */
const richPart = 1_000

/** @returns undefined where Telegram does not take it: the classic rendering is said instead. */
async function sayRich(
  ports: DeliverReplyPorts,
  place: Place,
  reply: SpokenReply,
  message: OutgoingText,
): Promise<number | undefined> {
  try {
    return await deliverPart(ports, place, { ...reply, part: richPart }, sayText(ports, reply, message, true))
  } catch (error) {
    const isRefused = error instanceof TelegramFailure && !error.retryable && error.kind !== 'gone'
    if (isRefused) return undefined
    throw error
  }
}

type Say = (attempt: Attempt) => Promise<number>

/** The first part takes the place of the draft that was streamed, where there is one. Editing twice does no harm. */
function sayText(ports: DeliverReplyPorts, reply: Reply, message: OutgoingText, isFirst: boolean): Say {
  const { chatId } = reply
  const draft = isFirst ? draftOf(reply) : undefined
  return async (attempt) => {
    const messageId = draft && (await ports.drafts.find(draft))
    if (!draft || messageId === undefined) return ports.telegram.send(chatId, inShapeFor(attempt, message))
    try {
      await ports.telegram.edit(chatId, messageId, inShapeFor({ ...attempt, isRepeat: false }, message))
      return messageId
    } catch (error) {
      if (message.rich !== undefined || !(error instanceof TelegramFailure) || error.kind !== 'refused')
        throw error
      // The person deleted it, or it is too old to be edited.
      ports.drafts.forget(draft)
      return ports.telegram.send(chatId, inShapeFor(attempt, message))
    }
  }
}

/** The draft that a turn's last word takes over. */
function draftOf({ body, turnId, chatId, replyId }: Reply): DraftOf | undefined {
  if (!turnId || (body.kind !== 'answer' && body.kind !== 'failure')) return undefined
  return { turnId, chatId, attempt: attemptOf({ turnId, replyId }) }
}

function textFile({ name, text }: { name: string; text: string }): OutgoingFile {
  const bytes = Buffer.from(text.toWellFormed())
  return { as: 'document', name, mime: 'text/plain; charset=utf-8', bytes: bytes.length, stream: once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
