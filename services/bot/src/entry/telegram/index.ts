import { Composer, type Context, Telegraf } from 'telegraf'
import type { UserFromGetMe } from 'telegraf/types'
import { type ButtonPorts, buttons } from './buttons.ts'
import { gate, type GatePorts } from './gate.ts'
import { helpCommands } from './help-commands.ts'
import type { IncomingUpdate } from './incoming.ts'
import { type MessagePorts, messages } from './messages.ts'
import { statusCommand, type StatusCommandPorts } from './status-command.ts'
import { stop, type StopPorts } from './stop.ts'

export type TelegramPorts = GatePorts & StopPorts & StatusCommandPorts & ButtonPorts & MessagePorts

/** Everything that Telegram may bring, in the order in which it is tried. */
function modules(ports: TelegramPorts): Composer<Context> {
  return new Composer<Context>(
    gate(ports),
    stop(ports),
    helpCommands(ports),
    statusCommand(ports),
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
