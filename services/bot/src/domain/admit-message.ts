import { randomUUID } from 'node:crypto'

/** What a person wants answered. */
export interface Incoming {
  /** Names this message for ever; a second one of the same name is the first one again. */
  updateKey: string
  chatId: number
  userId: number
  messageId: number
  kind: 'message' | 'continue'
  text: string
  sentAt: Date
}

export interface AdmitPorts {
  /** @returns false when the message is there already. */
  inbox: { add(message: Incoming & { traceId: string }): Promise<boolean> }
  wakes: { note(chatId: number, traceId: string): void }
  drafts: { expect(turnId: string): void }
}

/**
 * Stores a message and notes that its chat is to be woken. Told again of the same message it wakes once more, as the
 * first time may have ended in between.
 *
 * @returns whether the message is new.
 */
export async function admitMessage(
  { inbox, wakes, drafts }: AdmitPorts,
  message: Incoming,
): Promise<boolean> {
  const traceId = randomUUID()
  const isNew = await inbox.add({ ...message, traceId })
  if (isNew) drafts.expect(message.updateKey)
  wakes.note(message.chatId, traceId)
  return isNew
}
