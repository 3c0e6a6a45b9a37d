import type { Message } from 'telegraf/types'
import { cleanText } from '../../domain/rendering/clean.ts'

/** What a message without text or file says, as the agent reads it. Undefined: it cannot be put into words. */
export function inWords(message: Message): string | undefined {
  const said = described(message)
  return said && cleanText(`[${said.slice(0, 3_000)}]`)
}

function described(message: Message): string | undefined {
  // A venue also has a location.
  if ('venue' in message) {
    const { title, address, location } = message.venue
    return `A place: ${title}, ${address}, at ${pointOf(location)}`
  }
  if ('location' in message) return `A location: ${pointOf(message.location)}`
  if ('contact' in message) {
    const { first_name: first, last_name: last, phone_number: phone } = message.contact
    return `A contact: ${[first, last].filter(Boolean).join(' ')}, ${phone}`
  }
  if ('poll' in message) {
    const { question, options } = message.poll
    return `A poll: ${question} Options: ${options.map(({ text }) => text).join('; ')}`
  }
  if ('dice' in message) return `A throw of ${message.dice.emoji}: ${message.dice.value}`
  return undefined
}

function pointOf({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `latitude ${latitude}, longitude ${longitude}`
}

/** Kinds that a person sends and nobody here can read. Telegraf's types do not know all of them. */
const unreadable = {
  story: 'stories', paid_media: 'paid media', game: 'games', checklist: 'checklists', invoice: 'invoices',
  giveaway: 'giveaways', rich_message: 'messages of this kind',
} // prettier-ignore

/** What to call a message that cannot be read; undefined for what Telegram itself tells, such as a pin. */
export function unreadableKind(message: Message): string | undefined {
  if ('text' in message) return undefined
  return Object.entries(unreadable).find(([kind]) => kind in message)?.[1]
}
