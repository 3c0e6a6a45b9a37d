/**
 * What was tried and what came of it, per part of a reply. `uncertain`: tried, and nobody knows whether Telegram took
 * it. `settled`: taken, with the message's id, or refused for good, without.
 */
export interface DeliveryLedger {
  /** Before a part is sent. */
  begin(
    replyId: string,
    part: number,
    chatId: number,
  ): Promise<
    { state: 'fresh' } | { state: 'uncertain' } | { state: 'settled'; messageId: number | undefined }
  >
  /** Telegram took it. */
  sent(replyId: string, part: number, messageId: number): Promise<void>
  /** Telegram refused it for good. */
  refused(replyId: string, part: number): Promise<void>
  /** Telegram surely did not take it, and it will be tried again. */
  notSent(replyId: string, part: number): Promise<void>
  /** The message that a part became, where it was sent. */
  messageIdOf(replyId: string, part: number): Promise<number | undefined>
}
