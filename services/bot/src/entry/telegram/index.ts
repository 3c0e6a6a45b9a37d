import { Composer, type Context, Telegraf } from 'telegraf'
import type { UserFromGetMe } from 'telegraf/types'
import { type AttachmentPorts, attachments } from './attachments.ts'
import { type ButtonPorts, buttons } from './buttons.ts'
import { type CommandPorts, commands } from './commands.ts'
import { gate, type GatePorts } from './gate.ts'
import type { IncomingUpdate } from './incoming.ts'
import { menu, type MenuPorts } from './menu.ts'
import { type MessagePorts, messages } from './messages.ts'
import { paused, type PausedPorts } from './paused.ts'
import { unknownCommand, type UnknownCommandPorts } from './unknown-command.ts'

export type TelegramPorts = GatePorts &
  MenuPorts &
  PausedPorts &
  AttachmentPorts &
  CommandPorts &
  UnknownCommandPorts &
  ButtonPorts &
  MessagePorts

/** Everything that Telegram may bring, in the order in which it is tried. */
function modules(ports: TelegramPorts): Composer<Context> {
  return new Composer<Context>(
    gate(ports),
    menu(ports),
    paused(ports),
    attachments(ports),
    commands(ports),
    unknownCommand(ports),
    buttons(ports),
    messages(ports),
  )
}

/**
 * Telegraf as a router of updates that somebody else fetched: its own poll confirms a batch although a handler failed.
 *
 * @returns handles one update; resolves when all it asks for is safely stored, and rejects otherwise.
 */
export function createUpdateHandler(
  token: string,
  botInfo: UserFromGetMe,
  ports: TelegramPorts,
): (update: IncomingUpdate) => Promise<void> {
  const bot = new Telegraf(token, { handlerTimeout: 60_000 })
  bot.botInfo = botInfo
  bot.use(modules(ports))
  bot.catch((error) => {
    throw error
  })
  return (update) => bot.handleUpdate(update as Parameters<typeof bot.handleUpdate>[0])
}
