import { draftIdOf } from './draft-id.ts'
import type { DraftOf } from './draft-of.ts'
import { type FormattedText, type Telegram, TelegramFailure } from './telegram.ts'

/**
 * Drafts as Telegram has them since Bot API 10.3: shown while they are written, gone with the next message, with
 * Telegram's own Stop. Where they are refused, in a chat or by a whole server, they are not tried again.
 */
export class FramedDrafts {
  readonly #telegram: Pick<Telegram, 'showDraft'>
  readonly #refusing = new Set<number>()
  #isSupported: boolean

  constructor(telegram: Pick<Telegram, 'showDraft'>, isWanted: boolean) {
    this.#telegram = telegram
    this.#isSupported = isWanted
  }

  /** Whether this chat's drafts are shown so. */
  isFor(chatId: number): boolean {
    return this.#isSupported && chatId > 0 && !this.#refusing.has(chatId)
  }

  /** @throws TelegramFailure; `isFor` may say no from then on. */
  async show({ turnId, chatId }: DraftOf, text: FormattedText | undefined): Promise<void> {
    try {
      await this.#telegram.showDraft(chatId, draftIdOf(turnId), text)
    } catch (error) {
      if (error instanceof TelegramFailure && error.kind === 'unsupported') this.#isSupported = false
      if (error instanceof TelegramFailure && error.kind === 'refused') this.#refusing.add(chatId)
      throw error
    }
  }
}
