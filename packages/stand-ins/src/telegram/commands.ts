import type { TelegramState } from './state.ts'

interface CommandList {
  scope: string
  /** 0 for scopes without a chat. */
  chatId: number
  language: string
  commands: unknown[]
}

/** Every list that setMyCommands left. */
export function commandLists({ commands }: TelegramState): CommandList[] {
  return [...commands].map(([key, value]) => {
    const [scope, chatId, language] = JSON.parse(key) as [string, number, string]
    return { scope, chatId, language, commands: value }
  })
}

/** What a person's app shows in their private chat: the list of the narrowest scope, in their language where there is one. */
export function commandsShownTo(state: TelegramState, userId: number): unknown[] {
  const language = state.chats.user(userId).language_code ?? ''
  const lists = commandLists(state)
  const scopes = [
    ['chat', userId],
    ['all_private_chats', 0],
    ['default', 0],
  ] as const
  for (const [scope, chatId] of scopes) {
    const there = lists.filter((list) => list.scope === scope && list.chatId === chatId)
    const shown =
      there.find((list) => list.language === language) ?? there.find((list) => list.language === '')
    if (shown) return shown.commands
  }
  return []
}
