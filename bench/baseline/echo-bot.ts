import { Agent, request } from 'node:http'

// What a turn costs at the least on this machine: one process that polls, asks the model and answers. No queue, no
// database; a kill loses whatever is under way. It gives the figures of other machines something to be compared with.
const host = 'stand-ins'
const port = 8081
const token = '7000000001:AIKA-demo-token-0000000000000000000000'
const agent = new Agent({ keepAlive: true })

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const options = { host, port, agent, method: 'POST', path }
  const sent = request(
    { ...options, headers: { 'content-type': 'application/json', ...headers } },
    (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(text))
      response.on('error', reject)
    },
  )
  sent.on('error', reject)
  sent.end(JSON.stringify(body))
  return promise
}

const telegram = (method: string, body: object) => post(`/bot${token}/${method}`, body)

async function ask(text: string): Promise<string> {
  const stream = await post(
    '/v1beta/models/gemini-3-flash-preview:streamGenerateContent?alt=sse',
    { contents: [{ role: 'user', parts: [{ text }] }] },
    { 'x-goog-api-key': 'baseline' },
  )
  const events = stream.split(/\r?\n/).filter((line) => line.startsWith('data: '))
  const parts = events.flatMap((line) => {
    const event = JSON.parse(line.slice(6)) as { candidates: { content: { parts: { text: string }[] } }[] }
    return event.candidates[0]!.content.parts
  })
  return parts.map((part) => part.text).join('')
}

const lines = new Map<number, Promise<unknown>>()
let offset = 0
for (;;) {
  const answer = await telegram('getUpdates', { offset, timeout: 25 })
  const updates = (
    JSON.parse(answer) as { result: { update_id: number; message: { chat: { id: number }; text: string } }[] }
  ).result
  for (const { update_id: id, message } of updates) {
    offset = id + 1
    const chatId = message.chat.id
    const before = lines.get(chatId) ?? Promise.resolve()
    const own = before.then(async () =>
      telegram('sendMessage', { chat_id: chatId, text: await ask(message.text) }),
    )
    lines.set(chatId, own)
  }
}
