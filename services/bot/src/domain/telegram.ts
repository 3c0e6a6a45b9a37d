import { AppError } from '@aika/errors'

/** One inline button under a message. `data` has 1 to 64 bytes. */
export interface Button {
  text: string
  data: string
}

/** Text as Telegram's HTML, and without formatting for when that is refused. */
export interface FormattedText {
  html: string
  plain: string
}

/** A message on its way out. */
export interface OutgoingText extends FormattedText {
  /** The same as Markdown: goes out as a rich message instead. At most 32,768 characters. */
  rich?: string
  /** Rows of buttons. */
  buttons?: Button[][]
  /** Opens the person's reply field, with this hint in it; not together with buttons. At most 64 characters. */
  placeholder?: string
  /** The message it quotes; ignored when that is gone. */
  replyToMessageId?: number
}

/** A file on its way out. */
export interface OutgoingFile {
  as: 'photo' | 'document'
  name: string
  mime: string
  /** What the stream holds, exactly. At most 50 MB, a photo 10 MB. */
  bytes: number
  /** Read once. Its errors come out of `sendFile` as they are. */
  stream: AsyncIterable<Uint8Array>
  /** At most 1,024 UTF-16 units after its markup is read. */
  caption?: FormattedText
  replyToMessageId?: number
}

/** What the bot says to Telegram. Every call fails with a `TelegramFailure` and never retries by itself. */
export interface Telegram {
  /** @returns the new message's id. */
  send(chatId: number, message: OutgoingText): Promise<number>
  /** Puts another text and other buttons in place of the old. A text that is already there is no failure. */
  edit(chatId: number, messageId: number, message: OutgoingText): Promise<void>
  /** Sends a file, never held whole in memory. @returns the new message's id. */
  sendFile(chatId: number, file: OutgoingFile): Promise<number>
  /**
   * Shows what is being written, with Telegram's own Stop under it, for 30 s or until a message comes. Private chats only.
   * @param draftId - not 0; the same one again changes what is shown.
   * @param text - undefined shows “Thinking…”.
   */
  showDraft(chatId: number, draftId: number, text: FormattedText | undefined): Promise<void>
  /** Shows “typing…” for up to 5 s. */
  typing(chatId: number): Promise<void>
  /** Takes the buttons from under a message. */
  clearButtons(chatId: number, messageId: number): Promise<void>
  /** Ends the little clock on a pressed button. @param text - at most 200 characters, shown for a moment. */
  answerCallback(callbackId: string, text?: string): Promise<void>
}

/**
 * - `flood`: too many messages; wait `retryAfterSeconds`.
 * - `format`: Telegram cannot read the markup; the plain text will do.
 * - `gone`: this person or chat cannot be reached any more; permanent.
 * - `unsupported`: this server does not know the method.
 * - `refused`: anything else that Telegram does not take; the same again will not help.
 * - `unreachable`: network, time-out or trouble on Telegram's side.
 */
export type FailureKind = 'flood' | 'format' | 'gone' | 'unsupported' | 'refused' | 'unreachable'

export class TelegramFailure extends AppError {
  readonly kind: FailureKind
  readonly retryAfterSeconds: number
  /** The call may have had its effect all the same: only the answer is missing. */
  readonly mayHaveArrived: boolean
  /** Telegram's own number, where the operator may have to mend something: 401, 404 or 409. */
  readonly status: number | undefined

  constructor(
    kind: FailureKind,
    message: string,
    more: { retryAfterSeconds?: number; mayHaveArrived?: boolean; status?: number; cause?: unknown } = {},
  ) {
    super(`telegram_${kind}`, message, {
      retryable: kind === 'flood' || kind === 'unreachable',
      cause: more.cause,
    })
    this.kind = kind
    this.retryAfterSeconds = more.retryAfterSeconds ?? 1
    this.mayHaveArrived = more.mayHaveArrived ?? false
    this.status = more.status
  }
}

/** Sorts Telegram's own refusals; its wordings change, so only their beginnings count. */
export function failureOf(code: number, description: string, retryAfterSeconds?: number): TelegramFailure {
  const text = `${code} ${description}`
  if (code === 429) return new TelegramFailure('flood', text, { retryAfterSeconds: retryAfterSeconds ?? 1 })
  if (code >= 500) return new TelegramFailure('unreachable', text, { mayHaveArrived: true })
  if (code === 403 || /chat not found|user is deactivated|PEER_ID_INVALID/i.test(description)) {
    return new TelegramFailure('gone', text)
  }
  if (/can't parse|parse entities|unsupported start tag/i.test(description))
    return new TelegramFailure('format', text)
  if (code === 404 && /method not found/i.test(description)) return new TelegramFailure('unsupported', text)
  // A wrong token or a webhook in the way is the operator's to mend; what waits is kept until then.
  if (code === 401 || code === 404 || code === 409)
    return new TelegramFailure('unreachable', text, { status: code })
  return new TelegramFailure('refused', text)
}
