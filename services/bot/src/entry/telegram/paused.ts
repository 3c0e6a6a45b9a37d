import type { Context, MiddlewareFn } from 'telegraf'
import { words } from '../../domain/words.ts'
import type { Answers } from './context.ts'

export interface PausedPorts {
  answers: Answers
  brake: { pausedSince(): Promise<Date | undefined> }
}

/** So long it is taken for granted that nothing is paused; a command, /panic among them, has it looked at again. */
const unpausedMs = 1_000

/** While an admin has paused everything, messages are taken in as ever; their person hears once why no answer comes. */
export function paused({ answers, brake }: PausedPorts): MiddlewareFn<Context> {
  let lookAgainAt = 0
  return async (ctx, next) => {
    await next()
    const isCommand = ctx.text?.startsWith('/')
    if (isCommand) lookAgainAt = 0
    if (!ctx.message || !ctx.chat || isCommand || performance.now() < lookAgainAt) return
    // Not knowing it is no reason to take the message in again.
    const since = await brake.pausedSince().catch(() => undefined)
    if (!since) return void (lookAgainAt = performance.now() + unpausedMs)
    const replyId = `notice-paused-${since.getTime()}-${ctx.chat.id}`
    await answers.say({ replyId, chatId: ctx.chat.id, markdown: words.paused })
  }
}
