/** Browser code: writing and choosing commands; starts the page. */
export const composeScript = String.raw`
const box = byId('text')

function grow() {
  box.style.height = 'auto'
  box.style.height = box.scrollHeight + 'px'
}

async function submit() {
  const text = box.value.trim()
  const files = chosen
  if (!text && files.length === 0) return
  box.value = ''
  chosen = []
  grow()
  showChosen()
  const replyToMessageId = takeReply()
  await (files.length ? sendFiles(files, text, replyToMessageId) : sendText(text, replyToMessageId))
}

function showMenu(filter) {
  const fitting = commandsFor(current).filter(({ command }) => ('/' + command).startsWith(filter))
  const items = fitting.map(({ command, description }) =>
    el('button', { type: 'button', onclick: () => { box.value = ''; grow(); closeMenu(); box.focus(); sendText('/' + command) } },
      el('b', {}, '/' + command), el('span', {}, description)))
  if (items.length === 0) items.push(el('p', {}, 'The bot has set no commands for this chat yet.'))
  byId('menu').replaceChildren(...items)
  byId('menu').hidden = false
  byId('commands').setAttribute('aria-expanded', 'true')
}

function closeMenu() {
  byId('menu').hidden = true
  byId('commands').setAttribute('aria-expanded', 'false')
}

/** Arrow keys go through the menu, from the text box into it and back. */
function moveInMenu(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || byId('menu').hidden) return
  event.preventDefault()
  const stops = [box, ...byId('menu').querySelectorAll('button')]
  const at = Math.max(0, stops.indexOf(document.activeElement))
  stops[(at + step + stops.length) % stops.length].focus()
}

box.addEventListener('input', () => {
  grow()
  if (/^\/\w*$/.test(box.value)) showMenu(box.value)
  else closeMenu()
})
box.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  byId('composer').requestSubmit()
})
box.addEventListener('paste', (event) => { if (event.clipboardData.files.length) addFiles(event.clipboardData.files) })
byId('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  closeMenu()
  submit().catch((error) => say(error.message))
})
byId('attach').addEventListener('click', () => byId('files').click())
byId('files').addEventListener('change', () => { addFiles(byId('files').files); byId('files').value = '' })
byId('commands').addEventListener('click', () => { if (byId('menu').hidden) { showMenu('/'); box.focus() } else closeMenu() })
document.addEventListener('keydown', (event) => {
  moveInMenu(event)
  if (event.key !== 'Escape') return
  if (byId('menu').hidden) stopReplying()
  closeMenu()
  box.focus()
})
document.addEventListener('dragover', (event) => { event.preventDefault(); document.body.classList.add('dropping') })
document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) document.body.classList.remove('dropping') })
document.addEventListener('drop', (event) => {
  event.preventDefault()
  document.body.classList.remove('dropping')
  if (event.dataTransfer.files.length) addFiles(event.dataTransfer.files)
})
document.addEventListener('visibilitychange', () => { if (!document.hidden) { chats.get(current).unread = 0; showPeople() } })

// Whoever reads the newest message goes on seeing it when something takes room below.
let atEnd = true
byId('log').addEventListener('scroll', () => { atEnd = atBottom() })
new ResizeObserver(() => { if (atEnd) toBottom() }).observe(byId('log'))

showPeople()
showChat()
listen()
box.focus()
`
