import { Composer, type Context } from 'telegraf'
import { decodeWish } from '../../domain/callback-data.ts'
import { admitMessage, type AdmitPorts } from '../../domain/admit-message.ts'
import { stopTurn, type StopTurnPorts } from '../../domain/stop-turn.ts'
import type { Telegram } from '../../domain/telegram.ts'
import { words } from '../../domain/words.ts'
import { updateKeyOf } from './context.ts'

export interface ButtonPorts extends StopTurnPorts, AdmitPorts {
  /** Courtesies: nothing waits for them, and their failures harm nothing. */
  courtesies: {
    answerCallback: (...args: Parameters<Telegram['answerCallback']>) => void
    clearButtons: (...args: Parameters<Telegram['clearButtons']>) => void
  }
}

interface Press {
  chatId: number
  userId: number
  messageId: number
  updateKey: string
  turnId: string | undefined
}

/** [Stop] ends the turn it belongs to, [Continue] goes on where a breaker ended one. Every press is answered. */
export function buttons(ports: ButtonPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('callback_query', async (ctx) => {
    const { id, from, message } = ctx.callbackQuery
    const wish = 'data' in ctx.callbackQuery ? decodeWish(ctx.callbackQuery.data) : undefined
    if (!wish || !message || (wish.kind !== 'stop' && wish.kind !== 'continue'))
      return ports.courtesies.answerCallback(id, words.tooOld)
    const press: Press = {
      chatId: message.chat.id,
      userId: from.id,
      messageId: message.message_id,
      updateKey: updateKeyOf(ctx),
      turnId: wish.turnId,
    }
    const said = wish.kind === 'stop' ? await stopPressed(ports, press) : await continuePressed(ports, press)
    ports.courtesies.answerCallback(id, said)
  })

  return composer
}

async function stopPressed(ports: ButtonPorts, { chatId, messageId, turnId }: Press): Promise<string> {
  const outcome = await stopTurn(ports, chatId, turnId)
  if (outcome.stopped) return words.stopping
  ports.courtesies.clearButtons(chatId, messageId)
  return outcome.reason === 'nothing_runs' ? words.nothingRuns : words.tooOld
}

async function continuePressed(ports: ButtonPorts, press: Press): Promise<string> {
  const { turnId, ...rest } = press
  // One answer is continued once: its buttons' second press finds the first one's row.
  const updateKey = turnId ? `${turnId.replace(/-go\d+$/, '')}-go${press.messageId}` : press.updateKey
  const isNew = await admitMessage(ports, {
    ...rest,
    updateKey,
    kind: 'continue',
    text: 'Continue.',
    sentAt: ports.now(),
  })
  ports.courtesies.clearButtons(press.chatId, press.messageId)
  return isNew ? words.goingOn : words.tooOld
}
