import type { Message } from '@aika/stand-ins'
import type { World } from './world.ts'

/** Writes a text and waits for the bot's next message in that chat. */
export async function ask(world: World, userId: number, text: string): Promise<Message> {
  const { message } = world.standIns.telegram.sendText(userId, text)
  return next(world, userId, message.message_id)
}

/** The bot's next message after that one. */
export function next(world: World, chatId: number, afterMessageId: number): Promise<Message> {
  const isNext = ({ from, message_id: id }: Message) => from.is_bot && id > afterMessageId
  return world.standIns.telegram.waitFor(chatId, isNext, { afterMessageId })
}

/** Waits until the bot said something like that in a chat. */
export function said(world: World, chatId: number, like: string | RegExp): Promise<Message> {
  const fits = (text = '') => (typeof like === 'string' ? text.includes(like) : like.test(text))
  return world.standIns.telegram.waitFor(chatId, ({ from, text }) => from.is_bot && fits(text))
}

/** All buttons under a message. */
export function buttonsOf({ reply_markup: markup }: Message): { text: string; callback_data?: string }[] {
  return markup?.inline_keyboard?.flat() ?? []
}

/** Presses a button, there or forged, and waits for the word that is shown for a moment. */
export async function press(
  world: World,
  what: {
    userId: number
    chatId?: number
    messageId?: number
    text?: string
    data?: string
    forged?: boolean
  },
): Promise<string> {
  const { telegram, journal } = world.standIns
  const { callbackQueryId } = telegram.press(what as Parameters<typeof telegram.press>[0])
  for (;;) {
    const answers = journal.entries({ method: 'answerCallbackQuery' })
    const mine = answers.find(({ request }) => (request as Answered).callback_query_id === callbackQueryId)
    if (mine) return (mine.request as Answered).text ?? ''
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

interface Answered {
  callback_query_id: string
  text?: string
}
