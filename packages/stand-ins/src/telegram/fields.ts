import { isRecord, textOfValue } from '../http/body.ts'
import type { Chat } from './chats.ts'
import type { Params } from './params.ts'
import { badRequest } from './refusal.ts'
import type { MethodCall, TelegramState } from './state.ts'
import type { InlineButton, Message, MessageEntity, ReplyMarkup } from './types.ts'

/** The chat a call names. */
export function chatIdOf(params: Params): number {
  const id = params.integer('chat_id')
  if (id === undefined) throw badRequest(params.text('chat_id') ? 'chat not found' : 'chat_id is empty')
  return id
}

export function writableChat({ params }: MethodCall, { chats }: TelegramState): Chat {
  return chats.writable(chatIdOf(params))
}

export function entitiesOf(params: Params, field: string): MessageEntity[] | undefined {
  const value = params.object(field)
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw badRequest(`can't parse ${field} JSON object`)
  return value.filter(isRecord).map((entity) => entity as unknown as MessageEntity)
}

/** A checked `reply_markup`; undefined when there is none. */
export function markupOf(params: Params): ReplyMarkup | undefined {
  const markup = params.record('reply_markup')
  if (!markup) return undefined
  const rows = markup['inline_keyboard']
  if (rows === undefined) {
    const kind = ['force_reply', 'keyboard', 'remove_keyboard'].find((name) => markup[name])
    return kind ? markup : undefined
  }
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) {
    throw badRequest("can't parse inline keyboard: expected an array of arrays")
  }
  const keyboard = (rows as unknown[][]).map((row) => row.map(checkButton)).filter((row) => row.length > 0)
  return keyboard.length > 0 ? { inline_keyboard: keyboard } : undefined
}

/** The markup of an edit: messages that stand can carry inline keyboards alone. */
export function inlineMarkupOf(params: Params): ReplyMarkup | undefined {
  const markup = markupOf(params)
  if (markup && !markup.inline_keyboard) throw badRequest('inline keyboard expected')
  return markup
}

const actions = ['url', 'callback_data', 'web_app', 'login_url', 'switch_inline_query', 'copy_text', 'pay']
const moreActions = ['switch_inline_query_current_chat', 'switch_inline_query_chosen_chat', 'callback_game']

function checkButton(button: unknown): InlineButton {
  if (!isRecord(button) || typeof button['text'] !== 'string') {
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
  }
  if (!button['text']) throw badRequest("can't parse inline keyboard button: button text is empty")
  const used = [...actions, ...moreActions].filter((action) => button[action] !== undefined)
  if (used.length === 0 && !button['disabled']) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  }
  const data = button['callback_data']
  if (data !== undefined && (typeof data !== 'string' || !fits(data))) throw badRequest('BUTTON_DATA_INVALID')
  const url = button['url']
  if (url !== undefined && !(typeof url === 'string' && /^(https?|tg|ton):\/\/.+/i.test(url))) {
    throw badRequest(`inline keyboard button URL '${textOfValue(url)}' is invalid: Wrong HTTP URL`)
  }
  return button as unknown as InlineButton
}

function fits(data: string): boolean {
  const bytes = Buffer.byteLength(data)
  return bytes >= 1 && bytes <= 64
}

/** The message a call replies to, as a field of the new message. */
export function replyOf(params: Params, chat: Chat): { reply_to_message?: Message } {
  const given = params.record('reply_parameters')
  const id = given ? Number(given['message_id']) : params.integer('reply_to_message_id')
  if (id === undefined || id === 0) return {}
  const target = chat.messages.get(id)
  if (!target) {
    if (given?.['allow_sending_without_reply'] || params.flag('allow_sending_without_reply')) return {}
    throw badRequest('message to be replied not found')
  }
  const quote = given?.['quote']
  if (typeof quote === 'string' && !(target.text ?? target.caption ?? '').includes(quote)) {
    throw badRequest('QUOTE_TEXT_INVALID')
  }
  const { reply_to_message: _deeper, ...shown } = target
  return { reply_to_message: shown }
}

/** The bot's own message that a call edits. */
export function ownMessage(params: Params, chat: Chat, { bot }: TelegramState): Message {
  const message = chat.messages.get(params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to edit not found')
  if (message.from.id !== bot.id) throw badRequest("message can't be edited")
  return message
}

/** `entities` only where there are some, as in a real message. */
export function withEntities<Field extends string>(field: Field, entities: MessageEntity[]) {
  return entities.length > 0 ? { [field]: entities } : {}
}
