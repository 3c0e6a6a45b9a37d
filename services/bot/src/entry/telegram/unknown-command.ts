import { Composer, type Context } from 'telegraf'
import type { Message } from 'telegraf/types'
import { closestCommand } from '../../domain/command-list.ts'
import { inlineCode } from '../../domain/inline-code.ts'
import { type Answers, answer } from './context.ts'

export interface UnknownCommandPorts {
  answers: Answers
  people: { isAdmin(userId: number): boolean }
}

/** Whatever begins with `/` and no command took: a hint, never a call to a model. */
export function unknownCommand({ answers, people }: UnknownCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('message', async (ctx, next) => {
    const command = commandIn(ctx.message)
    if (command === undefined) return next()
    const close = closestCommand(command.replace(/@.*$/, '').slice(1), people.isAdmin(ctx.from.id))
    const hint = close ? `Did you mean /${close.replaceAll('_', '\\_')}?` : '/help shows what I can do.'
    await answer(answers, ctx, `I do not know ${inlineCode(command, 32)}. ${hint}`)
  })

  return composer
}

function commandIn(message: Message): string | undefined {
  const text = 'text' in message ? message.text : 'caption' in message ? message.caption : undefined
  return /^\/\S*/.exec(text ?? '')?.[0]
}
