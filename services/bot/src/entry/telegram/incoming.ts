import type { Update } from 'telegraf/types'

/** Telegraf's types stop at Bot API 7.1. */
export interface StoppedGeneration {
  chat: { id: number; type: string }
  draft_id: number
}
export type IncomingUpdate = Update | { update_id: number; stopped_message_generation: StoppedGeneration }

/** What we ask Telegram for; edits of old messages are not answered. */
export const allowedUpdates = ['message', 'callback_query', 'my_chat_member', 'stopped_message_generation']

/** The person behind an update, and the chat it belongs to. */
export interface Origin {
  userId: number | undefined
  chatId: number | undefined
  /** Whether it is their own chat with the bot, which has their id: whoever acts on a chat relies on that. */
  isPrivate: boolean
}

export function originOf(update: IncomingUpdate): Origin {
  if ('message' in update) return origin(update.message.from?.id, update.message.chat)
  if ('callback_query' in update)
    return origin(update.callback_query.from.id, update.callback_query.message?.chat)
  if ('my_chat_member' in update) return origin(update.my_chat_member.from.id, update.my_chat_member.chat)
  if ('stopped_message_generation' in update) {
    const { chat } = update.stopped_message_generation
    return origin(chat.type === 'private' ? chat.id : undefined, chat)
  }
  return origin(undefined, undefined)
}

function origin(userId: number | undefined, chat: { id: number; type: string } | undefined): Origin {
  return { userId, chatId: chat?.id, isPrivate: chat?.type === 'private' && chat.id === userId }
}

/** Updates of one line keep their order: those of a chat, else each is its own. */
export function lineOf(update: IncomingUpdate): number | string {
  return originOf(update).chatId ?? `update-${update.update_id}`
}
