import { encodeWish } from './callback-data.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'
import type { DraftOf } from './draft-of.ts'
import { RecentIds } from './recent-ids.ts'
import { type FormattedText, type OutgoingText, type Telegram, TelegramFailure } from './telegram.ts'
import { words } from './words.ts'

export interface EditedDraftPorts {
  telegram: Pick<Telegram, 'send' | 'edit'>
  ledger: Pick<DeliveryLedger, 'begin' | 'sent' | 'notSent'>
}

interface Shown {
  messageId?: number
  /** It may stand in the chat under an id that nobody knows, or takes no edits: no frame follows. */
  isLost?: boolean
}

/**
 * Drafts as messages that are edited, with an inline Stop; the answer takes the message over. One a turn and attempt.
 */
export class EditedDrafts {
  readonly #ports: EditedDraftPorts
  readonly #shown = new Map<string, Shown>()
  readonly #known = new RecentIds(5_000)

  constructor(ports: EditedDraftPorts) {
    this.#ports = ports
  }

  /** It surely has no message from before this process. */
  expect(draft: DraftOf): void {
    this.#known.add(keyOf(draft))
  }

  /** Whether a message of it is in the chat, as far as this process knows. */
  isShown(draft: DraftOf): boolean {
    return this.#shown.get(keyOf(draft))?.messageId !== undefined
  }

  /** The message that holds the draft. One from before a restart is found in the ledger. */
  async find(draft: DraftOf): Promise<number | undefined> {
    const key = keyOf(draft)
    const shown = this.#shown.get(key)
    if (shown || this.#known.has(key)) return shown?.messageId
    this.#known.add(key)
    const { ledger } = this.#ports
    const earlier = await ledger.begin(...rowOf(draft), draft.chatId)
    if (earlier.state === 'fresh') await ledger.notSent(...rowOf(draft))
    if (earlier.state !== 'settled' || earlier.messageId === undefined) return undefined
    this.#shown.set(key, { messageId: earlier.messageId })
    return earlier.messageId
  }

  /** @throws TelegramFailure. What is lost is not shown, and no error. */
  async show(draft: DraftOf, text: FormattedText): Promise<void> {
    const messageId = await this.find(draft)
    if (this.#shown.get(keyOf(draft))?.isLost) return
    const message = { ...text, buttons: [[stopButton(draft.turnId)]] }
    if (messageId === undefined) return this.#begin(draft, message)
    try {
      await this.#ports.telegram.edit(draft.chatId, messageId, message)
    } catch (error) {
      if (isFinal(error)) this.#shown.set(keyOf(draft), { messageId, isLost: true })
      throw error
    }
  }

  /** The draft became the answer, or is gone. */
  forget(draft: DraftOf): void {
    this.#shown.delete(keyOf(draft))
  }

  async #begin(draft: DraftOf, message: OutgoingText): Promise<void> {
    const { telegram, ledger } = this.#ports
    const key = keyOf(draft)
    const { state } = await ledger.begin(...rowOf(draft), draft.chatId)
    if (state !== 'fresh') return void this.#shown.set(key, { isLost: true })
    try {
      const messageId = await telegram.send(draft.chatId, message)
      this.#shown.set(key, { messageId })
      await ledger.sent(...rowOf(draft), messageId)
    } catch (error) {
      const isUnsent = error instanceof TelegramFailure && !error.mayHaveArrived
      if (!isUnsent || isFinal(error)) this.#shown.set(key, { isLost: true })
      if (isUnsent) await ledger.notSent(...rowOf(draft))
      throw error
    }
  }
}

const isFinal = (error: unknown) =>
  error instanceof TelegramFailure && (error.kind === 'gone' || error.kind === 'refused')

const keyOf = ({ turnId, attempt }: DraftOf) => `${turnId} ${attempt}`

/** A draft has a row of its own in the ledger, beside its reply's; each attempt is a part of it. */
const rowOf = ({ turnId, attempt }: DraftOf) => [`draft-${turnId}`, attempt] as const

const stopButton = (turnId: string) => ({ text: words.stop, data: encodeWish({ kind: 'stop', turnId }) })
