import type { JournalEntry, Message } from '../../../packages/stand-ins/src/index.ts'
import { eventually } from './eventually.ts'
import { firstOfRun, standInsUrl } from './project.ts'

export type { JournalEntry, Message }

type Query = Record<string, string | number | undefined>

/** One call to the stand-ins' control API. @throws with the error it names. */
export async function control<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, input: object = {}) {
  const isGet = method === 'GET'
  const query = isGet ? `?${new URLSearchParams(defined(input as Query)).toString()}` : ''
  const response = await fetch(`${standInsUrl()}/control/${path}${query}`, {
    method,
    // A line that was kept open may be closed by the other side at the moment it is used again.
    headers: { connection: 'close', ...(!isGet && { 'content-type': 'application/json' }) },
    ...(!isGet && { body: JSON.stringify(input) }),
  })
  const answer = (await response.json()) as Answer & { error?: string }
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`)
  return answer
}

function defined(query: Query): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/** One person at their phone, in their private chat with the bot. */
export interface Person {
  id: number
  /** @returns the message's id: what is said afterwards has a larger one. */
  says(text: string): Promise<number>
  /** Waits for a message of the bot that `pattern` matches, in its final form. */
  hears(pattern: RegExp, options?: { after?: number; timeoutMs?: number }): Promise<Message>
  /** The same, but a draft that is still being written will do. */
  sees(pattern: RegExp, options?: { after?: number; timeoutMs?: number }): Promise<Message>
  asks(text: string, pattern: RegExp): Promise<Message>
  /** Presses the newest button of that name, or that of one message. */
  presses(button: string, messageId?: number): Promise<void>
  /** Sends a file, with or without words. @returns the message's id. */
  sends(file: FileToSend, more?: { caption?: string; mediaGroupId?: string }): Promise<number>
  /** Writes, waits for the card that asks, and approves it. @returns the card. */
  saysYesTo(text: string, card?: RegExp): Promise<Message>
  /** Telegram's own Stop, as soon as there is a draft that has one. */
  stopsDraft(): Promise<void>
  /** The draft that is shown, if any. */
  draft(): Promise<Draft | undefined>
  /** What the bot has said so far, oldest first. */
  heard(): Promise<Message[]>
}

/** Without bytes it is so many zeros. */
export interface FileToSend {
  name: string
  mime: string
  as?: 'photo' | 'document' | 'voice' | 'audio' | 'video' | 'video_note' | 'animation' | 'sticker'
  bytes?: Buffer
  /** What Telegram says about its size. */
  fileSize?: number | null
}

export interface Draft {
  text?: string
  can_stop?: boolean
}

/** A file as the control API takes it. */
export function asControl({ bytes, ...file }: FileToSend): object {
  return { ...file, ...(bytes && { base64: bytes.toString('base64') }) }
}

/** People nobody else speaks as, beginning with `firstId`; ids from 1001 to 1240 may write. */
export function peopleFrom(firstId: number): () => Person {
  let next = firstOfRun + firstId
  return () => person(next++)
}

export function person(id: number): Person {
  const says: Person['says'] = async (text) => {
    const { message } = await control<{ message: Message }>('POST', 'telegram/messages', { userId: id, text })
    return message.message_id
  }
  const heard: Person['heard'] = async () => {
    const { messages } = await control<{ messages: Message[] }>('GET', `telegram/chats/${id}/transcript`)
    return messages.filter(({ from }) => from.is_bot)
  }
  const sees: Person['sees'] = async (pattern, { after, timeoutMs = 60_000 } = {}) => {
    const query = { chat: id, match: pattern.source, after, timeoutMs }
    const { message } = await control<{ message: Message }>('GET', 'telegram/wait', query)
    return message
  }
  const hears: Person['hears'] = async (pattern, { after = 0, ...options } = {}) => {
    const seen = await sees(pattern, { after, ...options })
    if (!isDraft(seen)) return seen
    const anywhere = new RegExp(pattern.source, 'is')
    const fits = (message: Message) =>
      message.message_id > after && !isDraft(message) && anywhere.test(message.text ?? '')
    return eventually(`${id} hears ${pattern.source} to its end`, async () => (await heard()).find(fits))
  }
  const presses: Person['presses'] = async (button, messageId) => {
    await control('POST', 'telegram/presses', { userId: id, text: button, messageId })
  }
  return {
    id,
    says,
    sees,
    hears,
    heard,
    asks: async (text, pattern) => hears(pattern, { after: await says(text) }),
    presses,
    async sends(file, more = {}) {
      const message = { userId: id, file: asControl(file), ...more }
      const sent = await control<{ message: Message }>('POST', 'telegram/messages', message)
      return sent.message.message_id
    },
    async saysYesTo(text, pattern = /Waits for your answer/) {
      const card = await hears(pattern, { after: await says(text) })
      await presses('✅ Approve', card.message_id)
      return card
    },
    async stopsDraft() {
      await eventually(`${id} sees a draft that can be stopped`, async () => {
        await control('POST', 'telegram/stops', { userId: id })
        return true
      })
    },
    async draft() {
      const { draft } = await control<{ draft?: Draft }>('GET', `telegram/chats/${id}/transcript`)
      return draft
    },
  }
}

/** A turn's draft carries one button, which stops it. */
function isDraft({ reply_markup: markup }: Message): boolean {
  const buttons = markup?.inline_keyboard?.flat() ?? []
  return buttons.length === 1 && buttons[0]?.text === 'Stop'
}

/** Calls the stack has made to the outside, oldest first. */
export async function journal(
  filter: { party?: string; method?: string; chat?: number; since?: number } = {},
) {
  const { entries } = await control<{ entries: JournalEntry[] }>('GET', 'journal', {
    ...filter,
    limit: 20_000,
  })
  return entries
}

export async function lastJournalEntry(): Promise<number> {
  return (await journal()).at(-1)?.seq ?? 0
}

/** The bytes of a file that went through Telegram. */
export async function download(fileId: string): Promise<Buffer> {
  const response = await fetch(`${standInsUrl()}/control/telegram/files/${fileId}`)
  if (!response.ok) throw new Error(`file ${fileId}: ${response.status}`)
  return Buffer.from(await response.arrayBuffer())
}

/** What the bot says in texts of its messages. */
export const textsOf = (messages: Message[]) => messages.map(({ text, caption }) => text ?? caption ?? '')
