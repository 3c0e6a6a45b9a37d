import type { Journal } from '../journal.ts'
import { Chats } from './chats.ts'
import { Files } from './files.ts'
import { Ledger } from './ledger.ts'
import type { Params } from './params.ts'
import type { User } from './types.ts'
import { Updates } from './updates.ts'

/** A pressed button, as the person's app sees it. */
export interface PressedButton {
  chatId: number
  messageId: number
  answered: boolean
  text?: string
  showAlert?: boolean
}

export interface TelegramSettings {
  /** `off`: a Bot API server from before drafts, to which their methods are unknown. */
  drafts: 'on' | 'off'
  /** `off`: a server from before rich messages; `refused`: it knows them and takes none. */
  rich: 'on' | 'off' | 'refused'
}

const defaults: TelegramSettings = { drafts: 'on', rich: 'on' }

/** Everything the stand-in's Telegram knows. */
export class TelegramState {
  readonly token: string
  readonly bot: User & Record<string, unknown>
  /** The bot as it stands in `from`. */
  readonly author: User
  readonly journal: Journal
  readonly chats: Chats
  readonly updates = new Updates()
  readonly files = new Files()
  readonly ledger = new Ledger()
  readonly presses = new Map<string, PressedButton>()
  /** Commands by scope and language, as JSON of both. */
  readonly commands = new Map<string, unknown[]>()
  settings = defaults

  constructor(token: string, journal: Journal, now: () => Date) {
    this.token = token
    this.chats = new Chats(now)
    this.journal = journal
    this.bot = {
      id: Number(token.split(':')[0]),
      is_bot: true,
      first_name: 'Aika',
      username: 'aika_demo_bot',
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }
    const { id, first_name, username } = this.bot
    this.author = { id, is_bot: true, first_name, ...(username && { username }) }
  }

  set(change: Partial<TelegramSettings>): TelegramSettings {
    this.settings = { ...this.settings, ...change }
    return this.settings
  }

  clear(): void {
    this.chats.clear()
    this.updates.clear()
    this.files.clear()
    this.ledger.clear()
    this.presses.clear()
    this.commands.clear()
    this.settings = defaults
    this.chats.tell({ kind: 'commands', chatId: 0 })
  }
}

export interface MethodCall {
  params: Params
  /** On the journal's clock. */
  arrivedMs: number
  /** Aborted when the caller hangs up. */
  gone: AbortSignal
}

/** One Bot API method: its `result`, or a TelegramRefusal thrown. */
export type Method = (call: MethodCall, state: TelegramState) => unknown
