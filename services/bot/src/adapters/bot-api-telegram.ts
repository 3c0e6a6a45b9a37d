import { escapeHtml } from '../domain/rendering/html.ts'
import { type OutgoingText, type Telegram, TelegramFailure } from '../domain/telegram.ts'
import type { BotApi } from './http-telegram.ts'

const sendTimeout = { timeoutMs: 30_000 }
/** Telegram may hold an upload back until it is stored. */
const uploadTimeoutMs = 120_000
const courtesyTimeout = { timeoutMs: 10_000 }

/** The port `Telegram` over the Bot API. */
export function createTelegram(api: BotApi): Telegram {
  return {
    async send(chatId, message) {
      const { message_id: messageId } = await api.call<{ message_id: number }>(
        'sendMessage',
        { chat_id: chatId, ...fieldsOf(message), ...quoting(message) },
        sendTimeout,
      )
      return messageId
    },
    async edit(chatId, messageId, message) {
      const parameters = { chat_id: chatId, message_id: messageId, ...fieldsOf(message) }
      await api.call('editMessageText', parameters, sendTimeout).catch(unlessSame)
    },
    async sendFile(chatId, { name, bytes }) {
      const file = { field: 'document', name, bytes }
      const parameters = { chat_id: String(chatId) }
      const { message_id: messageId } = await api.upload<{ message_id: number }>(
        ...(['sendDocument', parameters, file, uploadTimeoutMs] as const),
      )
      return messageId
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

function fieldsOf({ html, plain, buttons }: OutgoingText) {
  const isPlain = html === escapeHtml(plain)
  return {
    ...(isPlain ? { text: plain } : { text: html, parse_mode: 'HTML' }),
    // A preview makes Telegram open an address that the model wrote, with whatever it put into it.
    link_preview_options: { is_disabled: true },
    ...(buttons && {
      reply_markup: { inline_keyboard: [buttons.map(({ text, data }) => ({ text, callback_data: data }))] },
    }),
  }
}

function quoting({ replyToMessageId }: OutgoingText) {
  if (!replyToMessageId) return {}
  return { reply_parameters: { message_id: replyToMessageId, allow_sending_without_reply: true } }
}

function unlessSame(error: unknown): void {
  if (!(error instanceof TelegramFailure) || !/not modified/i.test(error.message)) throw error
}
