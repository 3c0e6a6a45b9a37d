import type { Reply } from '@aika/contracts'
import { encodeWish } from './callback-data.ts'
import { askingCard } from './cards.ts'
import { type DescribeTime, reminderButtons, reminderSetText, reminderText } from './reminder-text.ts'
import { maxMessageUnits, type RenderedMessage, renderMessages, renderRich } from './rendering/render.ts'
import type { RichText } from './rendering/rich-text.ts'
import type { Button, OutgoingText } from './telegram.ts'
import { isWorthRetrying, repeatMark, type TextBody, words, wordsOf } from './words.ts'

/** A reply as messages, in order, and a file behind them where they do not hold all of it. */
export interface ReplyMessages {
  messages: OutgoingText[]
  file?: { name: string; text: string }
  /** The same in one rich message; only of answers that one can hold. */
  rich?: OutgoingText
}

/** What the words of a reply depend on besides itself. */
export interface Circumstances {
  /** The answer as far as it was streamed, Markdown. */
  streamed: string
  /** Epoch milliseconds. */
  now: number
  /** Of whoever reads it. */
  timeZone: string
  describeTime: DescribeTime
}

/** More messages than this at once are a wall: the whole answer then comes as a file too. */
const manyParts = 5
/** Of an answer with a file, this many messages are shown at most. */
const shownParts = 10
/** Room for the mark of a repeat is left in every message. */
const messageUnits = maxMessageUnits - repeatMark.length - 1
const richUnits = 32_768 - repeatMark.length - 4

export type SpokenReply = Reply & { body: Exclude<Reply['body'], { kind: 'file' | 'card-closed' }> }

/** Puts a reply into messages; there is always at least one, and the buttons are under the last. */
export function messagesOf(reply: SpokenReply, circumstances: Circumstances): ReplyMessages {
  const said = say(reply, circumstances)
  const messages: OutgoingText[] = said.messages.length > 0 ? said.messages : [simple(words.nothingToSay)]
  const { replyToMessageId } = reply
  if (replyToMessageId) messages[0] = { ...messages[0]!, replyToMessageId }
  const buttons = buttonsOf(reply)
  if (buttons) messages.push({ ...messages.pop()!, buttons })
  const placeholder = reply.body.kind === 'notice' ? reply.body.placeholder : undefined
  if (placeholder) messages.push({ ...messages.pop()!, placeholder })
  const { rich } = said
  return {
    ...said,
    messages,
    ...(rich && {
      rich: { ...rich, ...(replyToMessageId && { replyToMessageId }), ...(buttons && { buttons }) },
    }),
  }
}

function say({ body }: SpokenReply, circumstances: Circumstances): ReplyMessages {
  const { now, timeZone, describeTime } = circumstances
  switch (body.kind) {
    case 'card': {
      const { message, whole } = askingCard(body, describeTime(new Date(body.expiresAt), timeZone))
      return {
        messages: [message],
        ...(whole !== undefined && { file: { name: 'request.txt', text: whole } }),
      }
    }
    case 'reminder':
      return inMessages(reminderText(body, now, describeTime))
    case 'reminder-set':
      return inMessages(reminderSetText(body, describeTime))
    case 'answer':
    case 'failure':
    case 'notice':
      return sayMarkdown(body, markdownOf(body, circumstances.streamed))
    default:
      return body satisfies never
  }
}

const inMessages = (text: RichText): ReplyMessages => ({ messages: renderRich(text, messageUnits) })

/** What was streamed before a turn failed or was stopped stays readable above the words for it. */
function markdownOf(body: TextBody, streamed: string): string {
  if (body.kind !== 'failure' || !streamed) return wordsOf(body)
  const isInCode = (streamed.match(/^ {0,3}```/gm)?.length ?? 0) % 2 === 1
  return `${streamed}${isInCode ? '\n```' : ''}\n\n${wordsOf(body)}`
}

function sayMarkdown(body: TextBody, markdown: string): ReplyMessages {
  const rendered = renderMessages(markdown, messageUnits)
  const rich = body.kind === 'answer' ? richOf(markdown, rendered) : undefined
  if (rendered.length <= manyParts) return { messages: rendered, ...(rich && { rich }) }
  const shown: OutgoingText[] = rendered.slice(0, shownParts)
  if (shown.length < rendered.length) shown.push(simple(words.wholeAnswerInFile))
  const file = { name: 'answer.md', text: markdown }
  return { messages: shown, file, ...(rich && { rich }) }
}

/** Pictures and raw HTML would make Telegram fetch addresses that the model wrote, with whatever it put into them. */
const fetches = /!\[|<[a-z!?/]/i

function richOf(markdown: string, rendered: RenderedMessage[]): OutgoingText | undefined {
  const [first] = rendered
  if (!first || markdown.length > richUnits || fetches.test(markdown)) return undefined
  return { ...first, rich: markdown.toWellFormed() }
}

const simple = (text: string): OutgoingText => ({ html: text, plain: text })

function buttonsOf({ body, turnId, replyId }: SpokenReply): Button[][] | undefined {
  if (body.kind === 'notice') return body.buttons
  if (body.kind === 'reminder-set') return reminderButtons(body)
  if (body.kind === 'answer' && body.canContinue) {
    const of = turnId ? { turnId } : {}
    return [
      [
        { text: words.continue, data: encodeWish({ kind: 'continue', ...of }) },
        { text: words.stop, data: encodeWish({ kind: 'stop', ...of }) },
      ],
    ]
  }
  if (body.kind !== 'failure' || !turnId || !isWorthRetrying(body.code)) return undefined
  const data = encodeWish({ kind: 'retry', turnId, attempt: attemptOf({ turnId, replyId }) })
  return data === undefined ? undefined : [[{ text: words.retry, data }]]
}

/** Which attempt of its turn a reply belongs to. */
export function attemptOf({ turnId, replyId }: { turnId: string; replyId: string }): number {
  const prefix = `reply-${turnId}-r`
  const attempt = replyId.startsWith(prefix) ? Number(replyId.slice(prefix.length)) : 0
  return Number.isSafeInteger(attempt) ? attempt : 0
}
