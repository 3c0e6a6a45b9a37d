export interface WaitingMessage {
  id: number
  updateKey: string
  userId: number
  messageId: number
  kind: 'message' | 'continue'
  text: string
  sentAt: Date
}

/** Telegram clients cut a long text at 4,096 characters; a part at least this long was cut, not ended. */
const cutPartLength = 4_000
const cutPartsWithinMs = 3_000

/**
 * Which of the waiting messages the next turn answers: the oldest, and with it the further parts of one long text that
 * Telegram cut. Every other message gets an answer of its own, in its order.
 */
export function takeNext<Message extends WaitingMessage>(waiting: Message[]): Message[] {
  const end = waiting.findIndex((message, index) => {
    const next = waiting[index + 1]
    return !next || !isCutBetween(message, next)
  })
  return waiting.slice(0, end + 1)
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
