import type { BotApi } from './http-telegram.ts'

export interface MenuCommand {
  command: string
  description: string
}

/**
 * Puts each person's commands into Telegram's own menu; people who may not write see none. A person whose chat with the
 * bot does not exist yet is left out until the next start.
 */
export async function publishMenus(
  api: BotApi,
  menus: Map<number, MenuCommand[]>,
  signal: AbortSignal,
): Promise<void> {
  const timeout = { timeoutMs: 10_000, signal }
  await api.call('setMyCommands', { commands: [] }, timeout).catch(() => undefined)
  for (const [userId, commands] of menus) {
    const scope = { type: 'chat', chat_id: userId }
    await api.call('setMyCommands', { commands, scope }, timeout).catch(() => undefined)
  }
}
