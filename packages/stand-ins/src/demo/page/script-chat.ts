/** Browser code: the conversation, the people and the composer. */
export const chatScript = String.raw`
function showPeople() {
  const rows = people.map(({ id, name, role }, index) => {
    const chat = chats.get(id)
    const last = [...chat.messages.values()].at(-1)
    return el('button', { class: 'person', type: 'button', 'data-id': id, 'aria-current': String(id === current), onclick: () => choose(id) },
      el('span', { class: 'avatar a' + index, 'aria-hidden': 'true' }, name[0]),
      el('span', {}, el('b', {}, name), ' ', el('small', {}, role)),
      el('span', { class: 'count', 'aria-label': chat.unread ? chat.unread + ' unread' : undefined }, chat.unread ? String(chat.unread) : ''),
      el('span', { class: 'last' }, preview(last) || 'no messages yet'))
  })
  const focused = document.activeElement?.dataset?.id
  byId('people').replaceChildren(...rows)
  if (focused) byId('people').querySelector('[data-id="' + focused + '"]')?.focus()
}

function choose(id) {
  current = id
  chats.get(id).unread = 0
  showPeople()
  showChat()
  showReply()
  byId('text').focus()
}

const isMine = (message) => !message.from.is_bot
const atBottom = () => byId('log').scrollHeight - byId('log').scrollTop - byId('log').clientHeight < 80
const toBottom = () => { byId('log').scrollTop = byId('log').scrollHeight }

// A picture takes its room only once it is loaded.
function settle(event) {
  const log = byId('log')
  if (log.scrollHeight - log.scrollTop - log.clientHeight < event.target.height + 80) toBottom()
}

function showChat() {
  const messages = [...chats.get(current).messages.values()]
  const nodes = messages.map((message, index) =>
    messageNode(message, isMine(message), index === 0 || isMine(messages[index - 1]) !== isMine(message)))
  byId('log').replaceChildren(...(nodes.length ? nodes : [emptyNote()]))
  showDraft()
  showTyping()
  showSamples()
  toBottom()
}

function emptyNote() {
  const person = people.find(({ id }) => id === current)
  const words = person.role === 'stranger'
    ? 'A stranger may write whatever they like: the bot must not answer, store or fetch anything.'
    : 'Write something below, or pick one of the samples. Commands run in a sandbox that sees only ' + person.name + '’s folder.'
  return el('div', { class: 'empty' }, el('strong', {}, 'You are ' + person.name), el('p', {}, words),
    el('div', { class: 'samples' }, ...sampleButtons()))
}

/** Changes only what the event touched, so that streaming edits do not disturb the rest. */
function updateChat(kind, message) {
  const stay = atBottom()
  const node = message ? byId('m' + message.message_id) : undefined
  if (kind === 'delete') node?.remove()
  else if (message && node) node.replaceWith(messageNode(message, isMine(message), node.classList.contains('turn')))
  else if (message) appendMessage(message)
  showDraft()
  showTyping()
  if (stay || (message && isMine(message))) toBottom()
}

function appendMessage(message) {
  const log = byId('log')
  if (log.querySelector('.empty')) {
    log.replaceChildren()
    showSamples()
  }
  const before = [...log.querySelectorAll('.row:not(.draft)')].at(-1)
  const startsTurn = !before || before.classList.contains('mine') !== isMine(message)
  log.append(messageNode(message, isMine(message), startsTurn))
}

function showDraft() {
  byId('draft')?.remove()
  const { draft } = chats.get(current)
  const leftMs = draft ? draft.until - Date.now() : 0
  if (leftMs <= 0) return
  setTimeout(() => { if (chats.get(current).draft === draft) showDraft() }, leftMs + 50)
  const stop = el('button', { type: 'button', onclick: () => api('telegram/stops', { userId: current }).catch((error) => say(error.message)) }, 'Stop')
  byId('log').append(el('article', { class: 'row draft', id: 'draft' },
    el('div', { class: 'bubble' }, draft.text ? bodyOf(draft) : el('div', { class: 'body' }, 'Thinking…')),
    draft.can_stop ? el('div', { class: 'keys' }, el('div', {}, stop)) : undefined))
}

function showTyping() {
  const typing = chats.get(current).typingUntil > Date.now()
  const dots = () => el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'))
  if (typing === Boolean(byId('typing').firstChild)) return
  byId('typing').replaceChildren(...(typing ? [dots(), 'Aika is typing'] : []))
}

const samples = [
  'How many Python files do I have?',
  "Run: printf 'print(6*7)\\n' > answer.py && python3 answer.py",
  'Write files/shopping.md: oat milk',
  'Write files/shopping.md: soy milk',
  'Send me files/shopping.md',
  'Delete files/shopping.md',
  'Remind me in 20s to stretch',
  'My reminders',
  'Every weekday at 8 do: list my files',
  'Tell Alice: the cake is ready',
  'Remember: I like oat milk',
  'What do you remember?',
  'By the way, Ilse’s door code is 4821',
  'Which PIN opens Ilse’s entrance?',
  'Run: for i in 1 2 3 4 5 6 7 8; do echo tick $i; sleep 1; done',
  'Tell me a long story',
  'Show me formatting',
  'Claim you saved it',
  'List my files and run: date',
  'Keep running: date',
]

const strangerSamples = ['Hello? Is anybody there?', 'Run: cat /etc/passwd', '/start']

function sampleButtons() {
  const stranger = people.find(({ id }) => id === current).role === 'stranger'
  return (stranger ? strangerSamples : samples).map((text) => el('button', { type: 'button', onclick: () => sendText(text) }, text))
}

/** Below the conversation once there is one; before that they stand in its middle. */
function showSamples() {
  const begun = chats.get(current).messages.size > 0
  byId('samples').replaceChildren(...(begun ? sampleButtons() : []))
}

async function press(message, button) {
  const { chat, message_id: messageId } = message
  const key = pressKey(chat.id, messageId, button.callback_data)
  markPressed(key, 'waiting', chat.id, messageId)
  try {
    const { callbackQueryId } = await api('telegram/presses', { userId: current, messageId, data: button.callback_data })
    asked.set(callbackQueryId, key)
    const { answered } = await api('telegram/callbacks/' + callbackQueryId)
    if (answered) onPressAnswered(callbackQueryId, chat.id, messageId)
  } catch (error) {
    markPressed(key, undefined, chat.id, messageId)
    say(error.message)
  }
}

/** Presses the bot has not answered, by callback query. */
const asked = new Map()

function onPressAnswered(id, chatId, messageId) {
  const key = asked.get(id)
  asked.delete(id)
  if (key && pressed.has(key)) markPressed(key, 'answered', chatId, messageId)
}

function markPressed(key, state, chatId, messageId) {
  if (state) pressed.set(key, state)
  else pressed.delete(key)
  const message = chats.get(chatId)?.messages.get(messageId)
  if (message && chatId === current) updateChat('press', message)
}

/** A keyboard that changed is a new question: nothing on it is pressed yet. */
function forgetPresses({ chat, message_id: messageId }) {
  const start = pressKey(chat.id, messageId, '')
  for (const key of pressed.keys()) if (key.startsWith(start)) pressed.delete(key)
}

/** What was sent first arrives first, however long its files take to be read. */
let lastSent = Promise.resolve()
function afterLast(send) {
  const sending = lastSent.then(send)
  lastSent = sending.catch(() => undefined)
  return sending
}

function sendText(text, replyToMessageId) {
  byId('menu').hidden = true
  const userId = current
  return afterLast(() => api('telegram/messages', { userId, text, replyToMessageId })).catch((error) => say(error.message))
}
`
