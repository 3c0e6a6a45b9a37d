import { badRequest, TelegramRefusal } from './refusal.ts'
import type { ChatInfo, Message, ReplyMarkup, User } from './types.ts'

export interface Draft {
  draft_id: number
  text: string
  entities?: Message['entities']
  rich_message?: Message['rich_message']
  can_stop: boolean
  /** After Stop it stays until its time is over. */
  keep_on_stop: boolean
  until: number
}

/** One conversation of the bot: its messages by id, and what is shown but not kept. */
export interface Chat {
  info: ChatInfo
  members: Set<number>
  messages: Map<number, Message>
  nextMessageId: number
  typingUntil: number
  draft: Draft | undefined
  blocked: boolean
}

export interface WorldEvent {
  kind: 'message' | 'edit' | 'delete' | 'typing' | 'draft' | 'callback' | 'commands' | 'reaction'
  chatId: number
  message?: Message
  detail?: unknown
}

const keptMessages = 1_000
const people: [id: number, name: string, username: string][] = [
  [1001, 'Ray', 'ray'],
  [1002, 'Alice', 'alice'],
  [6666, 'Mallory', 'mallory'],
]

/** Everybody and every chat the bot has seen. */
export class Chats {
  readonly users = new Map<number, User>()
  readonly chats = new Map<number, Chat>()
  readonly #listeners = new Set<(event: WorldEvent) => void>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
    this.clear()
  }

  clear(): void {
    this.users.clear()
    this.chats.clear()
    for (const [id, first_name, username] of people) this.putUser({ id, first_name, username })
  }

  putUser(user: Partial<User> & { id: number }): User {
    const known = this.users.get(user.id)
    const merged = { is_bot: false, first_name: `Person ${user.id}`, language_code: 'en', ...known, ...user }
    this.users.set(user.id, merged)
    return merged
  }

  /** Unix time, as Telegram dates messages. */
  unixNow(): number {
    return Math.floor(this.#now().getTime() / 1_000)
  }

  user(id: number): User {
    return this.users.get(id) ?? this.putUser({ id })
  }

  /** A private chat comes into being with its person's first message. */
  openPrivate(userId: number): Chat {
    const known = this.chats.get(userId)
    if (known) return known
    const { first_name, username } = this.user(userId)
    return this.open({ id: userId, type: 'private', first_name, ...(username && { username }) }, [userId])
  }

  open(info: ChatInfo, members: number[]): Chat {
    const chat: Chat = {
      info,
      members: new Set(members),
      messages: new Map(),
      nextMessageId: 1,
      typingUntil: 0,
      draft: undefined,
      blocked: false,
    }
    this.chats.set(info.id, chat)
    return chat
  }

  /** The chat a bot may look at; a chat that never wrote to the bot does not exist for it. */
  find(chatId: number): Chat {
    const chat = this.chats.get(chatId)
    if (!chat) throw badRequest('chat not found')
    return chat
  }

  /** The chat a bot may write to. */
  writable(chatId: number): Chat {
    const chat = this.find(chatId)
    if (!chat.blocked) return chat
    const why =
      chat.info.type === 'private'
        ? 'Forbidden: bot was blocked by the user'
        : `Forbidden: bot was kicked from the ${chat.info.type} chat`
    throw new TelegramRefusal(403, why)
  }

  post(chat: Chat, from: User, content: Partial<Message>): Message {
    const message: Message = {
      message_id: chat.nextMessageId++,
      from,
      chat: chat.info,
      date: this.unixNow(),
      ...content,
    }
    chat.messages.set(message.message_id, message)
    if (chat.messages.size > keptMessages) chat.messages.delete(chat.messages.keys().next().value!)
    if (from.is_bot) {
      chat.typingUntil = 0
      chat.draft = undefined
    }
    this.tell({ kind: 'message', chatId: chat.info.id, message })
    return message
  }

  /** Replaces a message whole, so that what was handed out before stays as it was. */
  replace(chat: Chat, message: Message, kind: 'edit' | 'reaction' = 'edit'): Message {
    chat.messages.set(message.message_id, message)
    this.tell({ kind, chatId: chat.info.id, message })
    return message
  }

  listen(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

/** Two keyboards that Telegram would call the same. */
export function sameMarkup(one: ReplyMarkup | undefined, other: ReplyMarkup | undefined): boolean {
  return JSON.stringify(one?.inline_keyboard ?? []) === JSON.stringify(other?.inline_keyboard ?? [])
}
