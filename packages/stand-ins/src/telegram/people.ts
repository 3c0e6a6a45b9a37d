import { pause } from '../wait.ts'
import type { Chat } from './chats.ts'
import { commandsShownTo } from './commands.ts'
import { detectEntities } from './detect.ts'
import type { FileContent, FileKind } from './files.ts'
import { pollAsRival } from './rival.ts'
import type { TelegramState } from './state.ts'
import type { ChatInfo, Message, User } from './types.ts'

export interface Sent {
  message: Message
  /** Absent when the bot does not get this update (blocked, privacy mode, allowed_updates). */
  updateId?: number
}

export interface SendOptions {
  /** A group; the person's private chat when left out. */
  chatId?: number
  replyToMessageId?: number
}

export interface FileToSend extends FileContent, SendOptions {
  as?: FileKind
  caption?: string
  mediaGroupId?: string
}

export interface Press {
  userId: number
  chatId?: number
  /** The newest message with such a button when left out. */
  messageId?: number
  data?: string
  /** The button's label, instead of its data. */
  text?: string
  /** Sends `data` though no such button is there: a forged or replayed press. */
  forged?: boolean
}

/** What people do in Telegram: the side of the stand-in that tests, the demo page and benches drive. */
export class People {
  readonly #state: TelegramState

  constructor(state: TelegramState) {
    this.#state = state
  }

  /** Over 4,096 characters it goes in several messages, as apps send it; the first one is returned. */
  sendText(userId: number, text: string, options: SendOptions = {}): Sent {
    const parts = text.length > 4096 ? (text.match(/[^]{1,4096}(?![\udc00-\udfff])/g) ?? []) : [text]
    const sent = parts.map((part) => {
      const entities = detectEntities(part)
      return this.#send(userId, { text: part, ...(entities.length > 0 && { entities }) }, options)
    })
    return sent[0]!
  }

  sendFile(userId: number, file: FileToSend): Sent {
    const kind = file.as ?? 'document'
    const fields = this.#state.files.field({ ...file, bytes: Buffer.from(file.bytes) }, kind)
    const words = file.caption ? detectEntities(file.caption) : []
    return this.#send(
      userId,
      {
        ...fields,
        ...(file.caption && { caption: file.caption }),
        ...(words.length > 0 && { caption_entities: words }),
        ...(file.mediaGroupId && { media_group_id: file.mediaGroupId }),
      },
      file,
    )
  }

  /** Changes a message the person sent before. */
  editText(userId: number, messageId: number, text: string, chatId = userId): Sent {
    const { chats, updates } = this.#state
    const chat = chats.find(chatId)
    const { entities: _old, ...message } = this.#message(chat, messageId)
    const entities = detectEntities(text)
    const edit_date = chats.unixNow()
    const edited = { ...message, text, ...(entities.length > 0 && { entities }), edit_date }
    chats.replace(chat, edited)
    return { message: edited, updateId: updates.add('edited_message', edited) }
  }

  /** Presses an inline button. Throws when there is no such button, unless the press is forged. */
  press(press: Press): { callbackQueryId: string; updateId?: number } {
    const { chats, presses, updates } = this.#state
    const chat = chats.find(press.chatId ?? press.userId)
    const message = this.#pressed(chat, press)
    const data = press.forged ? press.data : findButton(message, press)?.callback_data
    if (!data) throw new Error('no such button')
    const id = String(4_000_000_000 + presses.size + 1)
    presses.set(id, { chatId: chat.info.id, messageId: message.message_id, answered: false })
    const chat_instance = String(chat.info.id)
    const query = { id, from: chats.user(press.userId), message, chat_instance, data }
    return { callbackQueryId: id, updateId: updates.add('callback_query', query) }
  }

  /** Telegram's own Stop on a draft that shows one. Throws when there is none. */
  stopDraft(userId: number): { updateId?: number } {
    const { chats, updates } = this.#state
    const chat = chats.find(userId)
    const { draft } = chat
    if (!draft?.can_stop || draft.until < Date.now()) throw new Error('no draft that can be stopped')
    chat.draft = draft.keep_on_stop ? { ...draft, can_stop: false } : undefined
    chats.tell({ kind: 'draft', chatId: userId, detail: chat.draft })
    return {
      updateId: updates.add('stopped_message_generation', { chat: chat.info, draft_id: draft.draft_id }),
    }
  }

  /** Somebody else polls with the bot's token for so long. Resolves when they stop. */
  pollElsewhere(seconds: number): Promise<void> {
    return pollAsRival(this.#state.updates, seconds)
  }

  /** The commands in a person's menu. */
  commandsOf(userId: number): unknown[] {
    return commandsShownTo(this.#state, userId)
  }

  putUser(user: Partial<User> & { id: number }): User {
    return this.#state.chats.putUser(user)
  }

  openGroup(info: ChatInfo, members: number[]): ChatInfo {
    return this.#state.chats.open(info, members).info
  }

  /** Blocks or unblocks the bot: it is told by my_chat_member, and its calls get 403. */
  block(userId: number, blocked: boolean): { updateId?: number } {
    const { chats, updates, bot } = this.#state
    const chat = chats.openPrivate(userId)
    const status = (gone: boolean) => ({ user: bot, status: gone ? 'kicked' : 'member' })
    const change = {
      chat: chat.info,
      from: chats.user(userId),
      date: chats.unixNow(),
      old_chat_member: status(chat.blocked),
      new_chat_member: status(blocked),
    }
    chat.blocked = blocked
    return { updateId: updates.add('my_chat_member', change) }
  }

  /** All messages of a chat in order, as the Bot API shows them; empty for an unknown chat. */
  transcript(chatId: number, afterMessageId = 0): Message[] {
    const messages = this.#state.chats.chats.get(chatId)?.messages.values() ?? []
    return [...messages].filter(({ message_id }) => message_id > afterMessageId)
  }

  /**
   * The first message of the bot that fits, there already or to come; edits are looked at again.
   *
   * @param options.timeoutMs - 10,000 when left out.
   * @throws when none came in time; the error shows the end of the transcript.
   */
  async waitFor(
    chatId: number,
    fits: (message: Message) => boolean,
    { afterMessageId = 0, timeoutMs = 10_000 }: { afterMessageId?: number; timeoutMs?: number } = {},
  ): Promise<Message> {
    const wanted = (message: Message) =>
      message.from.is_bot && message.message_id > afterMessageId && fits(message)
    const present = this.transcript(chatId).find(wanted)
    if (present) return present
    const enough = new AbortController()
    let found: Message | undefined
    const stop = this.#state.chats.listen((event) => {
      if (event.chatId !== chatId || !event.message || event.kind === 'delete' || !wanted(event.message))
        return
      found ??= event.message
      enough.abort()
    })
    await pause(timeoutMs, enough.signal)
    stop()
    if (found) return found
    const tail = this.transcript(chatId).slice(-3)
    throw new Error(`no such message in chat ${chatId} within ${timeoutMs} ms; last: ${JSON.stringify(tail)}`)
  }

  #send(userId: number, content: Partial<Message>, { chatId, replyToMessageId }: SendOptions): Sent {
    const { chats, updates, ledger, journal } = this.#state
    const chat = chatId === undefined ? chats.openPrivate(userId) : chats.find(chatId)
    const reply = replyToMessageId ? { reply_to_message: this.#message(chat, replyToMessageId) } : {}
    const message = chats.post(chat, chats.user(userId), { ...content, ...reply })
    if (chat.blocked || !this.#reachesBot(chat, message)) return { message }
    const updateId = updates.add('message', message)
    if (updateId !== undefined)
      ledger.noteUpdate(chat.info.id, content.text ?? content.caption ?? '', journal.now())
    return { message, updateId }
  }

  /** Privacy mode: in a group the bot gets commands, mentions of it, and replies to it. */
  #reachesBot(chat: Chat, message: Message): boolean {
    const { bot } = this.#state
    if (chat.info.type === 'private' || bot['can_read_all_group_messages']) return true
    const text = message.text ?? message.caption ?? ''
    if (text.startsWith('/') || message.reply_to_message?.from.id === bot.id) return true
    return text.toLowerCase().includes(`@${bot.username}`)
  }

  #message(chat: Chat, messageId: number): Message {
    const message = chat.messages.get(messageId)
    if (!message) throw new Error(`chat ${chat.info.id} has no message ${messageId}`)
    return message
  }

  #pressed(chat: Chat, press: Press): Message {
    if (press.messageId !== undefined) return this.#message(chat, press.messageId)
    const fits = (message: Message) => (press.forged ? message.from.is_bot : findButton(message, press))
    const message = [...chat.messages.values()].reverse().find(fits)
    if (!message) throw new Error('no message with such a button')
    return message
  }
}

function findButton(message: Message, { data, text }: Press) {
  const buttons = message.reply_markup?.inline_keyboard?.flat() ?? []
  return buttons.find((button) => (data === undefined ? button.text === text : button.callback_data === data))
}
