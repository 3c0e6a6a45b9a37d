import { randomUUID } from 'node:crypto'

/** What a person wants answered, or a file without words that waits until they say something. */
export interface Incoming {
  /** Names this message for ever; a second one of the same name is the first one again. */
  updateKey: string
  chatId: number
  userId: number
  messageId: number
  kind: 'message' | 'continue' | 'attachment'
  text: string
  sentAt: Date
  /** Messages of one album are one event. */
  albumId?: string | undefined
}

export interface AdmitPorts {
  /** @returns false when the message is there already. */
  inbox: { add(message: Incoming & { traceId: string }): Promise<boolean> }
  wakes: { note(chatId: number, traceId: string): void }
  drafts: { expect(turnId: string): void }
}

/**
 * Stores a message and notes that its chat is to be woken, unless it is a file alone. Told again of the same message it
 * wakes once more, as the first time may have ended in between.
 *
 * @returns whether the message is new.
 */
export async function admitMessage(
  { inbox, wakes, drafts }: AdmitPorts,
  message: Incoming,
  traceId: string = randomUUID(),
): Promise<boolean> {
  const isNew = await inbox.add({ ...message, traceId })
  if (message.kind === 'attachment') return isNew
  if (isNew) drafts.expect(message.updateKey)
  wakes.note(message.chatId, traceId)
  return isNew
}
