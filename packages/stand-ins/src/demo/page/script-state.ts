/** Browser code: who speaks, what is in each chat, and what the server tells live. */
export const stateScript = String.raw`
const byId = (id) => document.getElementById(id)
const people = [
  { id: 1001, name: 'Ray', role: 'admin' },
  { id: 1002, name: 'Alice', role: 'user' },
  { id: 6666, name: 'Mallory', role: 'stranger' },
]
const chats = new Map(people.map(({ id }) => [id, { messages: new Map(), typingUntil: 0, draft: undefined, unread: 0 }]))
let current = people[0].id
let commandSets = []

async function api(path, body) {
  const response = await fetch('/control/' + path, body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  const value = await response.json()
  if (!response.ok) throw new Error(value.error)
  return value
}

let toastTimer
function say(text) {
  byId('toast').textContent = text
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => { byId('toast').textContent = '' }, 3500)
}

async function loadChat(id) {
  const { messages, typing, draft } = await api('telegram/chats/' + id + '/transcript')
  const chat = chats.get(id)
  chat.messages = new Map(messages.map((message) => [message.message_id, message]))
  chat.typingUntil = typing ? Date.now() + 5000 : 0
  chat.draft = draft
  const last = messages.at(-1)
  if (last?.from.is_bot) noteForceReply(id, last)
}

async function loadCommands() {
  commandSets = (await api('telegram/commands')).commands
}

async function loadAll() {
  await Promise.all([...people.map(({ id }) => loadChat(id)), loadCommands()])
  showPeople()
  showChat()
}

/** The commands Telegram would show this person: their chat's own, or all private chats', or the default. */
function commandsFor(id) {
  const find = (scope, chatId) => commandSets.find((set) => set.scope === scope && (chatId === undefined || set.chatId === chatId))
  const set = find('chat', id) || find('all_private_chats') || find('default')
  return set ? set.commands : []
}

function onEvent({ kind, chatId, message, detail }) {
  if (kind === 'commands') return chatId === 0 ? loadAll() : undefined
  const chat = chats.get(chatId)
  if (!chat) return
  if (kind === 'message') addMessage(chatId, chat, message)
  else if (kind === 'edit' || kind === 'reaction') {
    if (kind === 'edit') forgetPresses(message)
    chat.messages.set(message.message_id, message)
  }
  else if (kind === 'delete') chat.messages.delete(message.message_id)
  else if (kind === 'typing') { chat.typingUntil = Date.now() + 5000; setTimeout(showTyping, 5100) }
  else if (kind === 'draft') chat.draft = detail
  else if (kind === 'callback') onCallback(chatId, detail)
  showPeople()
  if (chatId === current) updateChat(kind, message)
}

function onCallback(chatId, { id, messageId, text }) {
  onPressAnswered(id, chatId, messageId)
  if (text && chatId === current) say(text)
}

function addMessage(chatId, chat, message) {
  chat.messages.set(message.message_id, message)
  if (!message.from.is_bot) return
  chat.typingUntil = 0
  chat.draft = undefined
  noteForceReply(chatId, message)
  if (chatId !== current || document.hidden) chat.unread += 1
}

function listen() {
  const source = new EventSource('/events')
  const live = (on) => { byId('live').dataset.on = on ? 'yes' : 'no'; byId('live').textContent = on ? 'live' : 'connecting' }
  source.onopen = () => { loadAll().then(() => live(true), (error) => say(error.message)) }
  source.onerror = () => live(false)
  source.onmessage = ({ data }) => onEvent(JSON.parse(data))
}
`
