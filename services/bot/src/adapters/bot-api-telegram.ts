import { escapeHtml } from '../domain/rendering/html.ts'
import {
  type Button,
  type FormattedText,
  type OutgoingFile,
  type OutgoingText,
  type Telegram,
  TelegramFailure,
} from '../domain/telegram.ts'
import type { BotApi } from './http-telegram.ts'

const sendTimeout = { timeoutMs: 30_000 }
/** Telegram may hold an upload back until it is stored. */
const uploadTimeoutMs = 120_000
/** Beyond that it takes as long as a slow line needs: 100 kB a second. */
const slowestBytesAMs = 100
const courtesyTimeout = { timeoutMs: 10_000 }
/** What is to be said waits behind a frame. */
const frameTimeout = { timeoutMs: 4_000 }

/** The port `Telegram` over the Bot API. */
export function createTelegram(api: BotApi): Telegram {
  return {
    async send(chatId, message) {
      const method = message.rich === undefined ? 'sendMessage' : 'sendRichMessage'
      const parameters = { chat_id: chatId, ...contentOf(message), ...quoting(message) }
      return idOf(await api.call<Sent>(method, parameters, sendTimeout))
    },
    async edit(chatId, messageId, message) {
      const parameters = { chat_id: chatId, message_id: messageId, ...contentOf(message) }
      await api.call('editMessageText', parameters, sendTimeout).catch(unlessSame)
    },
    async sendFile(chatId, file) {
      const { as, name, mime, bytes, stream } = file
      const part = { field: as, name: name.replace(/["\\\r\n]/g, '_'), mime, bytes, stream }
      const method = as === 'photo' ? 'sendPhoto' : 'sendDocument'
      const timeoutMs = uploadTimeoutMs + bytes / slowestBytesAMs
      return idOf(await api.upload<Sent>(method, fileParameters(chatId, file), part, timeoutMs))
    },
    async showDraft(chatId, draftId, text) {
      const parameters = { chat_id: chatId, draft_id: draftId, can_stop: true, ...textOf(text) }
      await api.call('sendMessageDraft', parameters, frameTimeout)
    },
    async typing(chatId) {
      await api.call('sendChatAction', { chat_id: chatId, action: 'typing' }, courtesyTimeout)
    },
    async clearButtons(chatId, messageId) {
      const parameters = { chat_id: chatId, message_id: messageId }
      await api.call('editMessageReplyMarkup', parameters, courtesyTimeout).catch(unlessSame)
    },
    async answerCallback(callbackId, text) {
      await api.call('answerCallbackQuery', { callback_query_id: callbackId, text }, courtesyTimeout)
    },
  }
}

interface Sent {
  message_id: number
}

const idOf = ({ message_id: messageId }: Sent) => messageId

function contentOf(message: OutgoingText) {
  const { rich, buttons, placeholder } = message
  return {
    ...(rich === undefined ? classicOf(message) : { rich_message: { markdown: rich } }),
    ...(placeholder && { reply_markup: { force_reply: true, input_field_placeholder: placeholder } }),
    ...(buttons && { reply_markup: { inline_keyboard: buttons.map((row) => row.map(buttonOf)) } }),
  }
}

const buttonOf = ({ text, data }: Button) => ({ text, callback_data: data })

function classicOf(text: FormattedText) {
  // A preview makes Telegram open an address that the model wrote, with whatever it put into it.
  return { ...textOf(text), link_preview_options: { is_disabled: true } }
}

function textOf(text: FormattedText | undefined) {
  if (!text) return { text: '' }
  return isPlain(text) ? { text: text.plain } : { text: text.html, parse_mode: 'HTML' }
}

const isPlain = ({ html, plain }: FormattedText) => html === escapeHtml(plain)

function fileParameters(chatId: number, { caption, replyToMessageId }: OutgoingFile): Record<string, string> {
  const { reply_parameters: quoted } = quoting({ replyToMessageId })
  return {
    chat_id: String(chatId),
    ...(caption &&
      (isPlain(caption) ? { caption: caption.plain } : { caption: caption.html, parse_mode: 'HTML' })),
    ...(quoted && { reply_parameters: JSON.stringify(quoted) }),
  }
}

function quoting({ replyToMessageId }: { replyToMessageId?: number | undefined }) {
  if (!replyToMessageId) return {}
  return { reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true } }
}

function unlessSame(error: unknown): void {
  if (!(error instanceof TelegramFailure) || !/not modified/i.test(error.message)) throw error
}
