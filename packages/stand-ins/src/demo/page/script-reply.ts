/** Browser code: answering a message, also when the bot asks for it. */
export const replyScript = String.raw`
/** The message that the next text answers, by chat. */
const replies = new Map()
const usualPlaceholder = 'Message'

function replyTo(message, placeholder) {
  replies.set(current, { message, placeholder })
  showReply()
  byId('text').focus()
}

function stopReplying() {
  replies.delete(current)
  showReply()
}

function showReply() {
  const reply = replies.get(current)
  byId('text').placeholder = reply?.placeholder || usualPlaceholder
  byId('answering').replaceChildren(...(reply ? [
    el('span', {}, el('b', {}, 'Reply to '), preview(reply.message)),
    el('button', { type: 'button', 'aria-label': 'Do not reply', onclick: stopReplying }, '✕'),
  ] : []))
}

/** The id of the answered message, taken once. */
function takeReply() {
  const id = replies.get(current)?.message.message_id
  stopReplying()
  return id
}

/** A bot that asks with force_reply opens the reply by itself, as in the apps. */
function noteForceReply(chatId, message) {
  const { force_reply: forced, input_field_placeholder: placeholder } = message.reply_markup || {}
  if (!forced) return
  replies.set(chatId, { message, placeholder })
  if (chatId === current) showReply()
}

function replyButton(message) {
  return el('button', { type: 'button', class: 'answer', 'aria-label': 'Reply to this message', title: 'Reply',
    onclick: () => replyTo(message) }, '↩')
}
`
