/** Browser code: writing, attaching and choosing commands; starts the page. */
export const composeScript = String.raw`
const box = byId('text')
let chosen = []

function grow() {
  box.style.height = 'auto'
  box.style.height = box.scrollHeight + 'px'
}

function showChosen() {
  byId('chosen').replaceChildren(...chosen.map((file) => el('button', { type: 'button', 'aria-label': 'Remove ' + file.name,
    onclick: () => { chosen = chosen.filter((other) => other !== file); showChosen() } }, file.name + ' · ' + size(file.size) + ' ✕')))
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] || '')
    reader.onerror = () => reject(new Error('could not read ' + file.name))
    reader.readAsDataURL(file)
  })
}

function kindOf(file) {
  if (/^image\/(png|jpeg|webp)$/.test(file.type)) return 'photo'
  if (file.type === 'audio/ogg') return 'voice'
  if (file.type.startsWith('audio/')) return 'audio'
  if (file.type.startsWith('video/')) return 'video'
  return 'document'
}

async function sendFiles(files, caption) {
  const mediaGroupId = files.length > 1 ? String(Date.now()) : undefined
  for (const [index, file] of files.entries()) {
    await api('telegram/messages', { userId: current, mediaGroupId, caption: index === 0 && caption ? caption : undefined,
      file: { name: file.name, mime: file.type || 'application/octet-stream', base64: await base64(file), as: kindOf(file) } })
  }
}

async function submit() {
  const text = box.value.trim()
  const files = chosen
  if (!text && files.length === 0) return
  box.value = ''
  chosen = []
  grow()
  showChosen()
  await (files.length ? sendFiles(files, text) : sendText(text))
}

function showMenu(filter) {
  const fitting = commandsFor(current).filter(({ command }) => ('/' + command).startsWith(filter))
  const items = fitting.map(({ command, description }) =>
    el('button', { type: 'button', onclick: () => { box.value = ''; grow(); closeMenu(); sendText('/' + command) } },
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

function addFiles(list) {
  chosen = [...chosen, ...list]
  showChosen()
  box.focus()
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
byId('commands').addEventListener('click', () => byId('menu').hidden ? showMenu('/') : closeMenu())
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') { closeMenu(); box.focus() } })
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => { event.preventDefault(); if (event.dataTransfer.files.length) addFiles(event.dataTransfer.files) })
document.addEventListener('visibilitychange', () => { if (!document.hidden) { chats.get(current).unread = 0; showPeople() } })

showPeople()
showChat()
listen()
box.focus()
`
