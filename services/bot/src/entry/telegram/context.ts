import type { Reply } from '@aika/contracts'
import type { Context } from 'telegraf'
import type { Button } from '../../domain/telegram.ts'

/** A reply's id is made of its update, so that an update that comes twice is answered once. */
export interface Answers {
  say(notice: {
    replyId: string
    chatId: number
    markdown: string
    /** Rows of buttons. */
    buttons?: Button[][]
  }): Promise<void>
  /** Any other reply of the bot's own. */
  send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void>
}

/** `tg-<bot>-<update>`: what this update is called in the inbox, and the turn that begins with it. */
export function updateKeyOf(ctx: Context): string {
  return `tg-${ctx.botInfo.id}-${ctx.update.update_id}`
}

/** Answers an update with words of the bot's own, and with rows of buttons. */
export async function answer(
  answers: Answers,
  ctx: Context,
  markdown: string,
  buttons: Button[][] = [],
): Promise<void> {
  if (!ctx.chat) return
  const notice = { replyId: `notice-${updateKeyOf(ctx)}`, chatId: ctx.chat.id, markdown }
  await answers.say({ ...notice, ...(buttons.length > 0 && { buttons }) })
}

/** Whose update it is; of messages, which always have both. */
export function askerOf(ctx: Context): { updateKey: string; chatId: number; userId: number } {
  return { updateKey: updateKeyOf(ctx), chatId: ctx.chat!.id, userId: ctx.from!.id }
}
