/** Browser code: messages and entities as DOM nodes. Text never becomes markup. */
export const renderScript = String.raw`
function el(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value)
  }
  node.append(...children.filter((child) => child !== undefined && child !== ''))
  return node
}

function formatted(text, entities) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length)
  return spans(text, 0, text.length, sorted)
}

function spans(text, from, to, entities) {
  const nodes = []
  let at = from
  for (let index = 0; index < entities.length; index++) {
    const entity = entities[index]
    const start = entity.offset
    const end = Math.min(to, entity.offset + entity.length)
    if (start < at || start >= to) continue
    if (start > at) nodes.push(text.slice(at, start))
    const inner = entities.slice(index + 1).filter((other) => other.offset < end)
    nodes.push(entityNode(entity, text.slice(start, end), spans(text, start, end, inner)))
    at = end
  }
  if (at < to) nodes.push(text.slice(at, to))
  return tidy(nodes)
}

// A block has its own line already: the line break before and after it would show as an empty one.
function tidy(nodes) {
  const isBlock = (node) => node instanceof HTMLElement && node.dataset.block === 'yes'
  return nodes.map((node, index) => {
    if (typeof node !== 'string') return node
    let text = node
    if (isBlock(nodes[index + 1])) text = text.replace(/\n{1,2}$/, '')
    if (isBlock(nodes[index - 1])) text = text.replace(/^\n{1,2}/, '')
    return text
  })
}

const plainTags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code' }

function entityNode(entity, text, inner) {
  const tag = plainTags[entity.type]
  if (tag) return el(tag, {}, ...inner)
  switch (entity.type) {
    case 'pre': return codeBlock(text, entity.language)
    case 'blockquote':
    case 'expandable_blockquote': return el('blockquote', { 'data-block': 'yes' }, ...inner)
    case 'spoiler': return el('span', { class: 'spoiler', tabindex: '0' }, ...inner)
    case 'text_link': return link(entity.url, inner)
    case 'url': return link(text, [text])
    case 'email': return link('mailto:' + text, [text])
    case 'bot_command': return el('a', { href: '#', onclick: (event) => { event.preventDefault(); sendText(text) } }, text)
    case 'mention': case 'hashtag': case 'text_mention': return el('a', {}, ...inner)
    default: return el('span', {}, ...inner)
  }
}

function link(url, inner) {
  const safe = /^(https?|mailto|tel):/i.test(url)
  return el('a', { href: safe ? url : undefined, target: '_blank', rel: 'noopener noreferrer' }, ...inner)
}

function codeBlock(text, language) {
  const copy = el('button', { type: 'button', onclick: () => copyText(text, copy) }, 'Copy')
  return el('div', { class: 'block', 'data-block': 'yes' },
    el('header', {}, el('span', {}, language || 'text'), copy),
    el('pre', { tabindex: '0' }, ...(language === 'diff' ? diffLines(text) : [text.replace(/\n+$/, '')])))
}

const diffKinds = { '+': 'ins', '-': 'del', '@': 'where' }

function diffLines(text) {
  const lines = text.replace(/\n+$/, '').split('\n')
  const kindOf = (line) => /^(---|\+\+\+) /.test(line) ? 'where' : diffKinds[line[0]] || ''
  return lines.map((line) => el('span', { class: 'line ' + kindOf(line) }, line + '\n'))
}

function copyText(text, button) {
  navigator.clipboard.writeText(text).then(() => {
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = 'Copy' }, 1500)
  }, () => say('The browser would not copy that'))
}

const fileUrl = (file) => '/control/telegram/files/' + encodeURIComponent(file.file_id)
const size = (bytes) => bytes < 1024 ? bytes + ' B' : bytes < 1048576 ? (bytes / 1024).toFixed(1) + ' kB' : (bytes / 1048576).toFixed(1) + ' MB'

function attachments(message) {
  const nodes = []
  if (message.photo) nodes.push(picture(message.photo.at(-1), message.caption || 'Photo'))
  for (const kind of ['voice', 'audio']) {
    if (message[kind]) nodes.push(el('audio', { controls: true, src: fileUrl(message[kind]) }), fileCard(message[kind], kind))
  }
  for (const kind of ['document', 'video', 'animation', 'video_note', 'sticker']) {
    if (message[kind] && !(kind === 'document' && message.animation)) nodes.push(fileCard(message[kind], kind))
  }
  return nodes
}

function picture(file, alt) {
  const image = el('img', { src: fileUrl(file), alt, onload: settle })
  return el('a', { href: fileUrl(file), target: '_blank', rel: 'noopener' }, image)
}

function fileCard(file, kind) {
  const name = file.file_name || kind.replace('_', ' ')
  const bytes = file.file_size === undefined ? '' : size(file.file_size)
  return el('a', { class: 'file', href: fileUrl(file), download: name },
    el('i', { 'aria-hidden': 'true' }, '↓'),
    el('span', {}, el('b', {}, name), el('small', {}, bytes)))
}

const timeOf = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

function messageNode(message, mine, startsTurn) {
  const reply = message.reply_to_message
  const bubble = el('div', { class: 'bubble' },
    reply ? el('div', { class: 'reply' }, preview(reply)) : undefined,
    ...attachments(message),
    bodyOf(message),
    el('div', { class: 'meta' },
      replyButton(message),
      ...(message.reactions || []),
      message.edit_date ? 'edited' : undefined,
      el('time', {}, timeOf(message.date))))
  const keys = message.reply_markup?.inline_keyboard
  return el('article', { class: 'row' + (mine ? ' mine' : '') + (startsTurn ? ' turn' : ''), id: 'm' + message.message_id,
    'aria-label': (mine ? 'You' : 'Aika') + ' at ' + timeOf(message.date) }, bubble, keys ? keyboard(message, keys) : undefined)
}

function bodyOf({ text, entities, caption, caption_entities, rich_message: rich }) {
  if (rich?.markdown) return el('div', { class: 'body rich' }, ...richNodes(rich.markdown))
  const words = text ?? caption ?? richText(rich)
  return words ? el('div', { class: 'body' }, ...formatted(words, entities ?? caption_entities)) : undefined
}

/** Buttons that were pressed, by message and data, until the message changes: waiting for the bot, or answered. */
const pressed = new Map()
const pressKey = (chatId, messageId, data) => chatId + ' ' + messageId + ' ' + data

function keyboard(message, rows) {
  return el('div', { class: 'keys' }, ...rows.map((row) => el('div', {}, ...row.map((button) => keyNode(message, button)))))
}

function keyNode(message, button) {
  if (button.url) return el('button', { type: 'button', onclick: () => window.open(button.url, '_blank', 'noopener') }, button.text + ' ↗')
  const state = pressed.get(pressKey(message.chat.id, message.message_id, button.callback_data))
  return el('button', { type: 'button', disabled: Boolean(button.disabled), class: button.style, 'data-state': state,
    'aria-busy': state === 'waiting' ? 'true' : undefined, onclick: () => press(message, button) }, button.text)
}

const richText = (rich) => rich ? rich.markdown ?? rich.html ?? JSON.stringify(rich.blocks, undefined, 1) : ''

function preview(message) {
  if (!message) return ''
  const text = message.text ?? message.caption ?? richText(message.rich_message)
  if (text) return text.replace(/\s+/g, ' ')
  const kind = ['photo', 'document', 'voice', 'audio', 'video', 'sticker'].find((name) => message[name])
  return kind ? '[' + kind + ']' : ''
}
`
