import { Composer, type Context } from 'telegraf'
import type { Message } from 'telegraf/types'
import { admitMessage, type AdmitPorts } from '../../domain/admit-message.ts'
import { cleanText, isVisible } from '../../domain/rendering/clean.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, updateKeyOf } from './context.ts'

export interface MessagePorts extends AdmitPorts {
  answers: Answers
}

const attachments = {
  photo: 'a photo', document: 'a file', voice: 'a voice message', audio: 'an audio file', video: 'a video',
  video_note: 'a video message', animation: 'an animation', sticker: 'a sticker', location: 'a location',
  contact: 'a contact', poll: 'a poll', venue: 'a place', dice: 'a dice', story: 'a story',
} // prettier-ignore

/** Whatever is no command: text and captions are for the agent, other kinds get a kind word. Comes last. */
export function messages(ports: MessagePorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('message', async (ctx) => {
    const { message } = ctx
    const text = textOf(message)
    if (text?.startsWith('/')) return answer(ports.answers, ctx, words.unknownCommand(commandIn(text)))
    if (text === undefined || !isVisible(text)) return sayUnsupported(ports, ctx, message)
    await admitMessage(ports, {
      updateKey: updateKeyOf(ctx),
      chatId: message.chat.id,
      userId: message.from.id,
      kind: 'message',
      text,
      messageId: message.message_id,
      sentAt: new Date(message.date * 1_000),
    })
  })

  return composer
}

function textOf(message: Message): string | undefined {
  if ('text' in message) return cleanText(message.text)
  if (!('caption' in message) || !message.caption) return undefined
  const attached = attachmentOf(message)
  const caption = cleanText(message.caption)
  return attached ? `${caption}\n\n${words.attached(attached)}` : caption
}

function attachmentOf(message: Message): string | undefined {
  return Object.entries(attachments).find(([kind]) => kind in message)?.[1]
}

function commandIn(text: string): string {
  return (/^\/[^\s`]{0,32}/.exec(text)?.[0] ?? '/').replaceAll('`', '')
}

async function sayUnsupported({ answers }: MessagePorts, ctx: Context, message: Message): Promise<void> {
  // Joins, pins and the like are nothing to answer.
  if (!attachmentOf(message) || !ctx.chat) return
  if (!('media_group_id' in message) || !message.media_group_id) return answer(answers, ctx, words.noFilesYet)
  // An album comes as several messages and is told once.
  const replyId = `notice-album-${ctx.chat.id}-${message.media_group_id}`
    .replace(/[^\w-]/g, '_')
    .slice(0, 120)
  await answers.say({ replyId, chatId: ctx.chat.id, markdown: words.noFilesYet })
}
