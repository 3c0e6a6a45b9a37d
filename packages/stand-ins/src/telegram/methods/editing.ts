import { sameMarkup } from '../chats.ts'
import { entitiesOf, inlineMarkupOf, ownMessage, withEntities, writableChat } from '../fields.ts'
import { badRequest } from '../refusal.ts'
import type { Method } from '../state.ts'
import { acceptCaption, acceptTelegramText } from '../text.ts'
import type { Message } from '../types.ts'
import { richSource } from './sending.ts'

const unmodified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

const editMessageText: Method = (call, state) => {
  const { params, arrivedMs } = call
  const chat = writableChat(call, state)
  const message = ownMessage(params, chat, state)
  // An older server takes no notice of a parameter it does not know.
  const isRich = state.settings.rich !== 'off' && params.record('rich_message')
  if (isRich && state.settings.rich === 'refused') throw badRequest('RICH_MESSAGE_UNSUPPORTED')
  const edited = isRich ? richEdit(call) : textEdit(call, message)
  if (sameContent(message, edited) && sameMarkup(message.reply_markup, edited.reply_markup)) {
    throw badRequest(unmodified)
  }
  const { text: _text, entities: _entities, reply_markup: _markup, rich_message: _rich, ...kept } = message
  const words = edited.text ?? JSON.stringify(edited.rich_message)
  state.ledger.noteDelivery(chat.info.id, message.message_id, words, arrivedMs)
  return state.chats.replace(chat, { ...kept, ...edited, edit_date: state.chats.unixNow() })
}

type Edit = Pick<
  Message,
  'text' | 'entities' | 'reply_markup' | 'rich_message' | 'caption' | 'caption_entities'
>

function textEdit({ params }: Parameters<Method>[0], message: Message): Edit {
  if (message.text === undefined && !message.rich_message) {
    throw badRequest('there is no text in the message to edit')
  }
  const { text, entities } = acceptTelegramText({
    text: params.text('text') ?? '',
    parse_mode: params.text('parse_mode'),
    entities: entitiesOf(params, 'entities'),
  })
  const markup = inlineMarkupOf(params)
  return { text, ...withEntities('entities', entities), ...(markup && { reply_markup: markup }) }
}

function richEdit({ params }: Parameters<Method>[0]): Edit {
  const rich = params.record('rich_message') ?? {}
  richSource(rich)
  const markup = inlineMarkupOf(params)
  return { rich_message: rich, ...(markup && { reply_markup: markup }) }
}

function sameContent(one: Edit, other: Edit): boolean {
  const content = ({ text, entities, rich_message, caption, caption_entities }: Edit) =>
    JSON.stringify([text, entities ?? [], rich_message, caption, caption_entities ?? []])
  return content(one) === content(other)
}

const editMessageCaption: Method = (call, state) => {
  const { params } = call
  const chat = writableChat(call, state)
  const message = ownMessage(params, chat, state)
  const { text: caption, entities } = acceptCaption({
    text: params.text('caption') ?? '',
    parse_mode: params.text('parse_mode'),
    entities: entitiesOf(params, 'caption_entities'),
  })
  const markup = inlineMarkupOf(params)
  const { caption: _caption, caption_entities: _entities, reply_markup: _markup, ...kept } = message
  const edited: Message = {
    ...kept,
    ...(caption && { caption }),
    ...withEntities('caption_entities', entities),
    ...(markup && { reply_markup: markup }),
  }
  if (sameContent(message, edited) && sameMarkup(message.reply_markup, markup)) throw badRequest(unmodified)
  return state.chats.replace(chat, { ...edited, edit_date: state.chats.unixNow() })
}

const editMessageReplyMarkup: Method = (call, state) => {
  const chat = writableChat(call, state)
  const message = ownMessage(call.params, chat, state)
  const markup = inlineMarkupOf(call.params)
  if (sameMarkup(message.reply_markup, markup)) throw badRequest(unmodified)
  const { reply_markup: _markup, ...kept } = message
  return state.chats.replace(chat, {
    ...kept,
    ...(markup && { reply_markup: markup }),
    edit_date: state.chats.unixNow(),
  })
}

const maxAgeS = 48 * 3_600

const deleteMessage: Method = (call, state) => {
  const chat = writableChat(call, state)
  const message = chat.messages.get(call.params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to delete not found')
  if (message.date < state.chats.unixNow() - maxAgeS)
    throw badRequest("message can't be deleted for everyone")
  chat.messages.delete(message.message_id)
  state.chats.tell({ kind: 'delete', chatId: chat.info.id, message })
  return true
}

const deleteMessages: Method = (call, state) => {
  const chat = writableChat(call, state)
  const ids = call.params.object('message_ids')
  if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) {
    throw badRequest('there must be from 1 to 100 message identifiers to delete')
  }
  for (const id of ids) {
    const message = chat.messages.get(Number(id))
    if (!message) continue
    chat.messages.delete(message.message_id)
    state.chats.tell({ kind: 'delete', chatId: chat.info.id, message })
  }
  return true
}

// The fixed list of the Bot API, which has 👍 and 👀 but neither ✅ nor ⏳.
const emoji = new Set(
  `❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡`.split(
    ' ',
  ),
)

const setMessageReaction: Method = (call, state) => {
  const chat = writableChat(call, state)
  const message = chat.messages.get(call.params.integer('message_id') ?? 0)
  if (!message) throw badRequest('message to react not found')
  const given = (call.params.object('reaction') ?? []) as { type?: string; emoji?: string }[]
  if (!Array.isArray(given)) throw badRequest("can't parse reaction types JSON object")
  if (given.length > 1) throw badRequest('REACTIONS_TOO_MANY')
  if (given.some((one) => one.type !== 'emoji' || !emoji.has(one.emoji ?? ''))) {
    throw badRequest('REACTION_INVALID')
  }
  const { reactions: _reactions, ...kept } = message
  const reactions = given.map((one) => one.emoji!)
  state.chats.replace(chat, { ...kept, ...(reactions.length > 0 && { reactions }) }, 'reaction')
  return true
}

export const editing: Record<string, Method> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  setMessageReaction,
}
