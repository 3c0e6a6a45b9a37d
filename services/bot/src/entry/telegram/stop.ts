import { Composer, type Context } from 'telegraf'
import { draftIdOf } from '../../domain/draft-id.ts'
import { stopTurn, type StopTurnPorts } from '../../domain/stop-turn.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer } from './context.ts'
import type { IncomingUpdate } from './incoming.ts'

export interface StopPorts extends StopTurnPorts {
  answers: Answers
}

/** `/cancel`, `/stop` and Telegram's own Stop: what runs in this chat ends now, what waits is answered next. */
export function stop(ports: StopPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command(['cancel', 'stop'], async (ctx) => {
    const { stopped } = await stopTurn(ports, ctx.chat.id)
    await answer(ports.answers, ctx, stopped ? words.stopping : words.nothingRuns)
  })

  composer.use(async (ctx, next) => {
    const update = ctx.update as IncomingUpdate
    if (!('stopped_message_generation' in update)) return next()
    const { chat, draft_id: draftId } = update.stopped_message_generation
    const running = await ports.turns.unfinished(chat.id)
    // One that comes late must not stop the turn after it.
    if (running && draftIdOf(running.id) === draftId) await stopTurn(ports, chat.id, running.id)
  })

  return composer
}
