import { Composer, type Context } from 'telegraf'
import type { Message } from 'telegraf/types'
import { admitMessage, type AdmitPorts, type Incoming } from '../../domain/admit-message.ts'
import { mayWrite, type MayWritePorts } from '../../domain/may-write.ts'
import { retimeReminder, type RetimePorts } from '../../domain/retime-reminder.ts'
import { cleanText, isVisible } from '../../domain/rendering/clean.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, askerOf } from './context.ts'
import { inWords, unreadableKind } from './without-text.ts'

export interface MessagePorts extends AdmitPorts, Omit<MayWritePorts, 'marks'>, RetimePorts {
  answers: Answers
}

/** Whatever is no command and has no file: text is for the agent, and so is what can be put into words. Comes last. */
export function messages(ports: MessagePorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('message', async (ctx) => {
    const { message } = ctx
    const text = 'text' in message ? cleanText(message.text) : inWords(message)
    if (text === undefined || !isVisible(text)) return sayUnreadable(ports, ctx, message)
    await takeIn(ports, {
      ...askerOf(ctx),
      text,
      messageId: message.message_id,
      sentAt: new Date(message.date * 1_000),
    })
  })

  return composer
}

type Written = Omit<Incoming, 'kind'>

/** The answer to a question of ours, or a message for the agent. */
async function takeIn(ports: MessagePorts, written: Written): Promise<void> {
  if (!(await mayWrite(ports, written))) return
  if (await retimeReminder(ports, written)) return
  await admitMessage(ports, { ...written, kind: 'message' })
}

/** Joins, pins and the like are nothing to answer. */
async function sayUnreadable({ answers }: MessagePorts, ctx: Context, message: Message): Promise<void> {
  const kind = unreadableKind(message)
  if (kind) await answer(answers, ctx, words.notReadable(kind))
}
