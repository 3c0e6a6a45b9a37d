import { chatIdOf, entitiesOf, markupOf, replyOf, withEntities, writableChat } from '../fields.ts'
import type { Draft } from '../chats.ts'
import type { Params } from '../params.ts'
import { badRequest } from '../refusal.ts'
import type { Method } from '../state.ts'
import { acceptTelegramText, formatText } from '../text.ts'

const sendMessage: Method = (call, state) => {
  const { params, arrivedMs } = call
  const chat = writableChat(call, state)
  const given = params.text('text') ?? ''
  const { text, entities } = acceptTelegramText({
    text: given,
    parse_mode: params.text('parse_mode'),
    entities: entitiesOf(params, 'entities'),
  })
  const markup = markupOf(params)
  const reply = replyOf(params, chat)
  state.ledger.noteDelivery(chat.info.id, chat.nextMessageId, text, arrivedMs)
  return state.chats.post(chat, state.author, {
    ...reply,
    text,
    ...withEntities('entities', entities),
    ...(markup && { reply_markup: markup }),
  })
}

const maxRich = 32_768

const sendRichMessage: Method = (call, state) => {
  const { params, arrivedMs } = call
  if (state.settings.rich === 'refused') throw badRequest('RICH_MESSAGE_UNSUPPORTED')
  const chat = writableChat(call, state)
  const rich = params.record('rich_message') ?? {}
  const source = richSource(rich)
  const markup = markupOf(params)
  const reply = replyOf(params, chat)
  state.ledger.noteDelivery(chat.info.id, chat.nextMessageId, source, arrivedMs)
  return state.chats.post(chat, state.author, {
    ...reply,
    rich_message: rich,
    ...(markup && { reply_markup: markup }),
  })
}

/** The text of an InputRichMessage, which must have exactly one source and at most 32,768 characters. */
export function richSource(rich: Record<string, unknown>): string {
  const sources = ['markdown', 'html', 'blocks'].filter((name) => rich[name] !== undefined)
  if (sources.length !== 1) throw badRequest('exactly one of markdown, html and blocks must be specified')
  const value = rich[sources[0]!]
  const source = typeof value === 'string' ? value : JSON.stringify(value)
  if (!source.trim()) throw badRequest('rich message is empty')
  if (source.length > maxRich) throw badRequest('rich message is too long')
  return source
}

const draftLifeMs = 30_000

/** Shows a draft in the private chat that a call names; `words` reads what it shows. */
function draft(words: (params: Params) => Pick<Draft, 'text' | 'entities' | 'rich_message'>): Method {
  return (call, state) => {
    const { params } = call
    const chat = writableChat(call, state)
    if (chat.info.type !== 'private') throw badRequest('TEXTDRAFT_PEER_INVALID')
    const draft_id = params.integer('draft_id') ?? 0
    if (draft_id === 0) throw badRequest('draft_id must be non-zero')
    const stopping = { can_stop: params.flag('can_stop'), keep_on_stop: params.flag('keep_on_stop') }
    chat.draft = { draft_id, ...words(params), ...stopping, until: Date.now() + draftLifeMs }
    state.chats.tell({ kind: 'draft', chatId: chat.info.id, detail: chat.draft })
    return true
  }
}

const sendMessageDraft = draft((params) => {
  const formatted = formatText({
    text: params.text('text') ?? '',
    parse_mode: params.text('parse_mode'),
    entities: entitiesOf(params, 'entities'),
  })
  if (formatted.text.length > 4096) throw badRequest('message is too long')
  return formatted
})

const sendRichMessageDraft = draft((params) => {
  const rich_message = params.record('rich_message') ?? {}
  return { text: richSource(rich_message), rich_message }
})

const chatActions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
])

const sendChatAction: Method = (call, state) => {
  const chat = writableChat(call, state)
  if (!chatActions.has(call.params.text('action') ?? '')) {
    throw badRequest('wrong parameter action in request')
  }
  chat.typingUntil = Date.now() + 5_000
  state.chats.tell({ kind: 'typing', chatId: chatIdOf(call.params) })
  return true
}

const copyMessage: Method = (call, state) => {
  const chat = writableChat(call, state)
  const source = state.chats.find(call.params.integer('from_chat_id') ?? 0)
  const message = source.messages.get(call.params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to copy not found')
  const { message_id: _id, from: _from, chat: _chat, date: _date, ...content } = message
  return { message_id: state.chats.post(chat, state.author, content).message_id }
}

const forwardMessage: Method = (call, state) => {
  const chat = writableChat(call, state)
  const source = state.chats.find(call.params.integer('from_chat_id') ?? 0)
  const message = source.messages.get(call.params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to forward not found')
  const { message_id: _id, from: _from, chat: _chat, reply_markup: _markup, ...content } = message
  return state.chats.post(chat, state.author, content)
}

export const sending: Record<string, Method> = {
  sendMessage,
  sendRichMessage,
  sendMessageDraft,
  sendRichMessageDraft,
  sendChatAction,
  copyMessage,
  forwardMessage,
}
