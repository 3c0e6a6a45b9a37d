export interface WaitingMessage {
  id: number
  updateKey: string
  userId: number
  messageId: number
  kind: 'message' | 'continue' | 'attachment' | 'task'
  text: string
  sentAt: Date
  albumId?: string | undefined
}

/** Telegram clients cut a long text at 4,096 characters; a part at least this long was cut, not ended. */
const cutPartLength = 4_000
const cutPartsWithinMs = 3_000

/**
 * Which of the waiting messages the next turn answers: the oldest with words, and with it
 * - the files that its person sent without words before it, once;
 * - the rest of its album;
 * - the further parts of one long text that Telegram cut.
 *
 * Every other message gets an answer of its own, in its order. Files alone are nothing to answer: they wait for words.
 */
export function takeNext<Message extends WaitingMessage>(waiting: Message[]): Message[] {
  const start = waiting.findIndex(({ kind }) => kind !== 'attachment')
  const first = waiting[start]
  if (!first) return []
  if (first.kind !== 'message') return [first]
  const before = waiting.slice(0, start).filter(({ userId }) => userId === first.userId)
  const after = waiting.slice(start + 1)
  const album = after.filter(({ albumId }) => albumId && albumId === first.albumId)
  return [...before, first, ...cutPartsAfter(first, after), ...album]
}

function cutPartsAfter<Message extends WaitingMessage>(first: Message, after: Message[]): Message[] {
  let last = first
  const end = after.findIndex((message) => {
    if (!isCutBetween(last, message)) return true
    last = message
    return false
  })
  return after.slice(0, end === -1 ? undefined : end)
}

function isCutBetween(message: WaitingMessage, next: WaitingMessage): boolean {
  return (
    message.kind === 'message' &&
    next.kind === 'message' &&
    message.userId === next.userId &&
    message.text.length >= cutPartLength &&
    next.sentAt.getTime() - message.sentAt.getTime() <= cutPartsWithinMs
  )
}
