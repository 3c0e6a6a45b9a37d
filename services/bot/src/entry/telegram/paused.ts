import type { Context, MiddlewareFn } from 'telegraf'
import { words } from '../../domain/words.ts'
import type { Answers } from './context.ts'

export interface PausedPorts {
  answers: Answers
  brake: { pausedSince(): Promise<Date | undefined> }
}

/** While an admin has paused everything, messages are taken in as ever; their person hears once why no answer comes. */
export function paused({ answers, brake }: PausedPorts): MiddlewareFn<Context> {
  return async (ctx, next) => {
    await next()
    if (!ctx.message || !ctx.chat || ctx.text?.startsWith('/')) return
    // Not knowing it is no reason to take the message in again.
    const since = await brake.pausedSince().catch(() => undefined)
    if (!since) return
    const replyId = `notice-paused-${since.getTime()}-${ctx.chat.id}`
    await answers.say({ replyId, chatId: ctx.chat.id, markdown: words.paused })
  }
}
