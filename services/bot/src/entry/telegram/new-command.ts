import { Composer, type Context } from 'telegraf'
import { type Answers, answer } from './context.ts'

export interface NewCommandPorts {
  answers: Answers
  conversations: { startFresh(chatId: number): Promise<void> }
}

/** `/new`: what was said before is read word for word only where search finds it; what is remembered stays. */
export function newCommand({ answers, conversations }: NewCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('new', async (ctx) => {
    await conversations.startFresh(ctx.chat.id)
    await answer(answers, ctx, 'A fresh conversation. What I remember stays: /memory.')
  })

  return composer
}
