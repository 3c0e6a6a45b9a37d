import type { Context } from 'telegraf'

/** A notice's id is made of its update, so that an update that comes twice is answered once. */
export interface Answers {
  say(notice: { replyId: string; chatId: number; markdown: string }): Promise<void>
}

/** `tg-<bot>-<update>`: what this update is called in the inbox, and the turn that begins with it. */
export function updateKeyOf(ctx: Context): string {
  return `tg-${ctx.botInfo.id}-${ctx.update.update_id}`
}

/** Answers an update with words of the bot's own. */
export async function answer(answers: Answers, ctx: Context, markdown: string): Promise<void> {
  if (!ctx.chat) return
  await answers.say({ replyId: `notice-${updateKeyOf(ctx)}`, chatId: ctx.chat.id, markdown })
}
