import { Composer, type Context } from 'telegraf'
import type { InlineKeyboardMarkup } from 'telegraf/types'
import { type ButtonWish, decodeWish } from '../../domain/callback-data.ts'
import { words } from '../../domain/words.ts'
import { type ApprovalButtonPorts, approvalPressed } from './approval-buttons.ts'
import { updateKeyOf } from './context.ts'
import { type ListButtonPorts, listPressed } from './list-buttons.ts'
import { type MemoryButtonPorts, memoryPressed } from './memory-buttons.ts'
import type { ButtonPress, Courtesies, Pressed, PressRefusal } from './pressed.ts'
import { type ReminderButtonPorts, reminderPressed } from './reminder-buttons.ts'
import { type TurnButtonPorts, turnPressed } from './turn-buttons.ts'

export type ButtonPorts = ApprovalButtonPorts &
  TurnButtonPorts &
  ReminderButtonPorts &
  ListButtonPorts &
  MemoryButtonPorts & {
    courtesies: Courtesies
    counters: { pressRefused(reason: PressRefusal): void }
  }

/** Every press is answered; what it carries may be forged, so each kind checks what it names. */
export function buttons(ports: ButtonPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('callback_query', async (ctx) => {
    const { id, from, message } = ctx.callbackQuery
    const data = 'data' in ctx.callbackQuery ? ctx.callbackQuery.data : undefined
    const wish = data === undefined ? undefined : decodeWish(data)
    const press = message && {
      chatId: message.chat.id,
      userId: from.id,
      messageId: message.message_id,
      updateKey: updateKeyOf(ctx),
      isItsOwn: buttonsOf(message).includes(data),
    }
    const { said, refused }: Pressed =
      wish && press ? await pressed(ports, wish, press) : { said: words.tooOld, refused: 'forged' }
    if (refused) ports.counters.pressRefused(refused)
    ports.courtesies.answerCallback(id, said)
  })

  return composer
}

/** What the buttons of a message carry. */
function buttonsOf(message: object): (string | undefined)[] {
  const { reply_markup: markup } = message as { reply_markup?: InlineKeyboardMarkup }
  return (
    markup?.inline_keyboard
      .flat()
      .map((button) => ('callback_data' in button ? button.callback_data : undefined)) ?? []
  )
}

function pressed(ports: ButtonPorts, wish: ButtonWish, press: ButtonPress): Promise<Pressed> {
  switch (wish.kind) {
    case 'approve':
    case 'deny':
    case 'always':
      return approvalPressed(ports, wish, press)
    case 'stop':
    case 'continue':
    case 'retry':
      return turnPressed(ports, wish, press)
    case 'undo':
    case 'change':
    case 'cancel-reminder':
      return reminderPressed(ports, wish, press)
    case 'revoke':
      return listPressed(ports, wish, press)
    case 'memory':
    case 'memory-note':
    case 'forget-note':
    case 'memory-sentence':
    case 'forget-sentence':
      return memoryPressed(ports, wish, press)
    default:
      return wish satisfies never
  }
}
