import { z } from 'zod'
import { textOfValue } from '../http/body.ts'
import { commandLists } from '../telegram/commands.ts'
import type { Sent } from '../telegram/people.ts'
import type { Message } from '../telegram/types.ts'
import { pause } from '../wait.ts'
import type { World } from '../world.ts'
import { ControlRefusal, numberOf, RawAnswer, route, type Route } from './route.ts'

const kinds = ['document', 'photo', 'voice', 'audio', 'video', 'video_note', 'animation', 'sticker'] as const

const MessageBody = z.object({
  userId: z.int(),
  chatId: z.int().optional(),
  replyToMessageId: z.int().optional(),
  text: z.string().min(1).optional(),
  caption: z.string().optional(),
  mediaGroupId: z.string().optional(),
  file: z
    .object({
      name: z.string().min(1),
      mime: z.string().default('application/octet-stream'),
      /** Left out: as many zeros as `fileSize` says, none of a file that nobody may download. */
      base64: z.base64().optional(),
      /** What Telegram says, in bytes; null: it does not say. */
      fileSize: z.int().nonnegative().nullable().optional(),
      as: z.enum(kinds).optional(),
    })
    .optional(),
})
const Messages = z.object({
  messages: z.array(MessageBody).min(1).max(5_000),
  /** Between one and the next. */
  delayMs: z.number().nonnegative().max(60_000).default(0),
})
const Edit = z.object({
  userId: z.int(),
  chatId: z.int().optional(),
  messageId: z.int(),
  text: z.string().min(1),
})
const Press = z.object({
  userId: z.int(),
  chatId: z.int().optional(),
  messageId: z.int().optional(),
  data: z.string().optional(),
  text: z.string().optional(),
  forged: z.boolean().optional(),
})
const Settings = z.strictObject({
  drafts: z.enum(['on', 'off']).optional(),
  rich: z.enum(['on', 'off', 'refused']).optional(),
})
const Rival = z.object({ seconds: z.number().positive().max(600) })
const Person = z.object({
  id: z.int().positive(),
  first_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})
const Group = z.object({
  id: z.int().negative(),
  type: z.enum(['group', 'supergroup']).default('supergroup'),
  title: z.string(),
  members: z.array(z.int()),
})

function sendOne({ people }: World, body: z.output<typeof MessageBody>): Sent {
  const { userId, file, text } = body
  if (!file) {
    if (text === undefined) throw new ControlRefusal(400, 'text or file is required')
    return people.sendText(userId, text, body)
  }
  const { name, mime, as, fileSize } = file
  const content = { name, mime, as, bytes: bytesOf(file), saidBytes: fileSize, caption: body.caption ?? text }
  return people.sendFile(userId, { ...body, ...content })
}

const maxDownload = 20 * 1024 * 1024

function bytesOf({ base64, fileSize }: NonNullable<z.output<typeof MessageBody>['file']>): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64')
  if (!fileSize) throw new ControlRefusal(400, 'base64 or fileSize is required')
  return Buffer.alloc(fileSize > maxDownload ? 0 : fileSize)
}

async function sendMany(world: World, { messages, delayMs }: z.output<typeof Messages>) {
  const results: Sent[] = []
  for (const message of messages) {
    if (results.length > 0) await pause(delayMs)
    results.push(sendOne(world, message))
  }
  return { results }
}

async function waitForMessage({ people }: World, query: URLSearchParams): Promise<{ message: Message }> {
  const chatId = numberOf(query, 'chat')
  if (chatId === undefined) throw new ControlRefusal(400, 'chat is required')
  const pattern = new RegExp(query.get('match') ?? '', 'is')
  const options = {
    afterMessageId: numberOf(query, 'after') ?? 0,
    timeoutMs: numberOf(query, 'timeoutMs') ?? 30_000,
  }
  try {
    return { message: await people.waitFor(chatId, (message) => pattern.test(shownText(message)), options) }
  } catch (error) {
    throw new ControlRefusal(408, (error as Error).message)
  }
}

function shownText({ text, caption, rich_message }: Message): string {
  return (
    text ?? caption ?? (rich_message ? textOfValue(rich_message['markdown'] ?? rich_message['html']) : '')
  )
}

function chatList({ telegram }: World) {
  return [...telegram.chats.chats.values()].map(({ info, messages }) => ({
    ...info,
    messages: messages.size,
  }))
}

function transcript({ telegram, people }: World, chatId: number, after: number) {
  const chat = telegram.chats.chats.get(chatId)
  const now = Date.now()
  return {
    messages: people.transcript(chatId, after),
    typing: (chat?.typingUntil ?? 0) > now,
    ...(chat?.draft && chat.draft.until > now && { draft: chat.draft }),
  }
}

function fileAnswer({ telegram }: World, fileId: string): RawAnswer {
  const stored = telegram.files.get(fileId)
  if (!stored) throw new ControlRefusal(404, 'no such file')
  const name = encodeURIComponent(stored.name)
  const headers = {
    'content-type': stored.mime || 'application/octet-stream',
    'content-disposition': `${stored.mime.startsWith('image/') ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  }
  return new RawAnswer({ status: 200, headers, body: stored.bytes })
}

function pressed({ telegram }: World, id: string) {
  const press = telegram.presses.get(id)
  if (!press) throw new ControlRefusal(404, 'no such button press')
  return press
}

function commands({ telegram, people }: World, userId: number | undefined) {
  if (userId !== undefined) return { commands: people.commandsOf(userId) }
  return { commands: commandLists(telegram) }
}

export const telegramRoutes: Route[] = [
  route('GET', /^\/telegram$/, (_request, { telegram }) => telegram.settings),
  route('POST', /^\/telegram$/, ({ body }, { telegram }) => telegram.set(Settings.parse(body))),
  route('POST', /^\/telegram\/pollers$/, ({ body }, { people }) => {
    void people.pollElsewhere(Rival.parse(body).seconds)
    return { ok: true }
  }),
  route('POST', /^\/telegram\/messages$/, ({ body }, world) => {
    const many = Messages.safeParse(body)
    if (many.success) return sendMany(world, many.data)
    return sendOne(world, MessageBody.parse(body))
  }),
  route('POST', /^\/telegram\/edits$/, ({ body }, { people }) => {
    const { userId, messageId, text, chatId } = Edit.parse(body)
    return people.editText(userId, messageId, text, chatId)
  }),
  route('POST', /^\/telegram\/presses$/, ({ body }, { people }) => people.press(Press.parse(body))),
  route('GET', /^\/telegram\/callbacks\/(\w+)$/, ({ params }, world) => pressed(world, params[0]!)),
  route('POST', /^\/telegram\/stops$/, ({ body }, { people }) =>
    people.stopDraft(z.object({ userId: z.int() }).parse(body).userId),
  ),
  route('POST', /^\/telegram\/users$/, ({ body }, { people }) => ({
    user: people.putUser(Person.parse(body)),
  })),
  route('POST', /^\/telegram\/chats$/, ({ body }, { people }) => {
    const { members, ...info } = Group.parse(body)
    return { chat: people.openGroup(info, members) }
  }),
  route('POST', /^\/telegram\/blocks$/, ({ body }, { people }) => {
    const { userId, blocked } = z.object({ userId: z.int(), blocked: z.boolean() }).parse(body)
    return people.block(userId, blocked)
  }),
  route('GET', /^\/telegram\/users$/, (_request, { telegram }) => ({
    users: [...telegram.chats.users.values()],
  })),
  route('GET', /^\/telegram\/chats$/, (_request, world) => ({ chats: chatList(world) })),
  route('GET', /^\/telegram\/chats\/(-?\d+)\/transcript$/, ({ params, query }, world) =>
    transcript(world, Number(params[0]), numberOf(query, 'after') ?? 0),
  ),
  route('GET', /^\/telegram\/wait$/, ({ query }, world) => waitForMessage(world, query)),
  route('GET', /^\/telegram\/updates$/, (_request, { telegram }) => telegram.updates.state()),
  route('GET', /^\/telegram\/commands$/, ({ query }, world) => commands(world, numberOf(query, 'user'))),
  route('GET', /^\/telegram\/files\/([\w-]+)$/, ({ params }, world) => fileAnswer(world, params[0]!)),
]
