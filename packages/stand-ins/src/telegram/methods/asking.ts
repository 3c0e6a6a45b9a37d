import { isRecord, textOfValue } from '../../http/body.ts'
import { chatIdOf } from '../fields.ts'
import type { Params } from '../params.ts'
import { badRequest } from '../refusal.ts'
import type { Method } from '../state.ts'
import { readAllowedUpdates } from '../updates.ts'

const getUpdates: Method = ({ params, gone }, { updates }) => {
  updates.allow(readAllowedUpdates(params.object('allowed_updates')))
  return updates.poll({
    offset: params.integer('offset') ?? 0,
    limit: Math.min(100, Math.max(1, params.integer('limit') ?? 100)),
    timeoutS: Math.min(50, Math.max(0, params.integer('timeout') ?? 0)),
    gone,
  })
}

const setWebhook: Method = ({ params }, { updates }) => {
  const url = params.text('url') ?? ''
  if (url && !/^https:\/\//i.test(url)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  }
  updates.allow(readAllowedUpdates(params.object('allowed_updates')))
  if (params.flag('drop_pending_updates')) updates.drop()
  updates.webhookUrl = url
  if (url) updates.endForWebhook()
  return true
}

const deleteWebhook: Method = ({ params }, { updates }) => {
  updates.webhookUrl = ''
  if (params.flag('drop_pending_updates')) updates.drop()
  return true
}

const getWebhookInfo: Method = (_call, { updates }) => ({
  url: updates.webhookUrl,
  has_custom_certificate: false,
  pending_update_count: updates.state().pending,
})

const answerCallbackQuery: Method = ({ params }, { presses, chats }) => {
  const id = params.text('callback_query_id') ?? ''
  const press = presses.get(id)
  if (!press || press.answered) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid')
  }
  const text = params.text('text')
  if ((text ?? '').length > 200) throw badRequest('MESSAGE_TOO_LONG')
  press.answered = true
  if (text) press.text = text
  press.showAlert = params.flag('show_alert')
  chats.tell({ kind: 'callback', chatId: press.chatId, detail: { id, ...press } })
  return true
}

function commandKey(params: Params): string {
  const scope = params.record('scope') ?? { type: 'default' }
  return JSON.stringify([
    scope['type'] ?? 'default',
    scope['chat_id'] ?? 0,
    params.text('language_code') ?? '',
  ])
}

const setMyCommands: Method = ({ params }, { commands, chats }) => {
  const list = params.object('commands')
  if (!Array.isArray(list)) throw badRequest("can't parse commands JSON object")
  if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH')
  for (const command of list) checkCommand(command)
  checkScope(params, (id) => chats.find(id))
  commands.set(commandKey(params), list)
  chats.tell({ kind: 'commands', chatId: 0 })
  return true
}

function checkCommand(command: unknown): void {
  if (!isRecord(command)) throw badRequest("can't parse commands JSON object")
  const name = textOfValue(command['command']).replace(/^\//, '')
  const description = textOfValue(command['description'])
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID')
  if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
}

function checkScope(params: Params, find: (id: number) => unknown): void {
  const scope = params.record('scope')
  if (scope && textOfValue(scope['type']).startsWith('chat')) find(Number(scope['chat_id']))
}

const getMyCommands: Method = ({ params }, { commands }) => commands.get(commandKey(params)) ?? []

const deleteMyCommands: Method = ({ params }, { commands, chats }) => {
  commands.delete(commandKey(params))
  chats.tell({ kind: 'commands', chatId: 0 })
  return true
}

const getChat: Method = ({ params }, { chats }) => chats.find(chatIdOf(params)).info

const getChatMember: Method = ({ params }, { chats, bot }) => {
  const chat = chats.find(chatIdOf(params))
  const userId = params.integer('user_id') ?? 0
  if (userId === bot.id) return { user: bot, status: chat.blocked ? 'kicked' : 'member' }
  if (!chat.members.has(userId)) throw badRequest('member not found')
  return { user: chats.user(userId), status: 'member' }
}

const getChatMemberCount: Method = ({ params }, { chats }) => chats.find(chatIdOf(params)).members.size + 1

const yes: Method = () => true

/** The methods that ask and set; those of which only the answer matters say yes. */
export const asking: Record<string, Method> = {
  getMe: (_call, { bot }) => bot,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators: () => [],
  setMyDescription: yes,
  setMyShortDescription: yes,
  setMyName: yes,
  setChatMenuButton: yes,
  pinChatMessage: yes,
  unpinChatMessage: yes,
  logOut: yes,
  close: yes,
}
