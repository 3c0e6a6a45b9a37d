import { Composer, type Context } from 'telegraf'
import type { Message } from 'telegraf/types'
import {
  admitAttachment,
  type AdmitAttachmentPorts,
  type IncomingFile,
} from '../../domain/attachments/admit-attachment.ts'
import { mayWrite, type MayWritePorts } from '../../domain/may-write.ts'
import { cleanText, isVisible } from '../../domain/rendering/clean.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, askerOf } from './context.ts'
import { fileIn } from './incoming-file.ts'

export interface AttachmentPorts extends AdmitAttachmentPorts, MayWritePorts {
  answers: Answers
  /** The largest file that is fetched, in MiB. */
  maxMegabytes: number
}

/**
 * Every message with a file. Its caption is for the agent, as a text would be; one that begins with `/` is for nobody,
 * and the file is kept until its person says something.
 */
export function attachments(ports: AttachmentPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.on('message', async (ctx, next) => {
    const file = fileIn(ctx.message)
    if (!file) return next()
    const caption = captionOf(ctx.message)
    const isCommand = caption?.startsWith('/')
    const isIn = await takeIn(ports, ctx, { file, caption: isCommand ? undefined : caption })
    if (isIn && isCommand) await answer(ports.answers, ctx, words.commandInCaption)
  })

  return composer
}

interface Sent {
  file: IncomingFile
  caption: string | undefined
}

/** @returns whether it was. */
async function takeIn(
  ports: AttachmentPorts,
  ctx: Context & { message: Message },
  sent: Sent,
): Promise<boolean> {
  const { message } = ctx
  const { bytes } = sent.file
  const from = { ...askerOf(ctx), albumId: 'media_group_id' in message ? message.media_group_id : undefined }
  if ((bytes ?? 0) > ports.maxMegabytes * 2 ** 20) {
    await answer(ports.answers, ctx, words.tooLarge(ports.maxMegabytes))
    return false
  }
  if (!(await mayWrite(ports, { ...from, bytes }))) return false
  const sentAt = new Date(message.date * 1_000)
  await admitAttachment(ports, { ...from, ...sent, messageId: message.message_id, sentAt })
  return true
}

function captionOf(message: Message): string | undefined {
  if (!('caption' in message) || !message.caption) return undefined
  const caption = cleanText(message.caption)
  return isVisible(caption) ? caption : undefined
}
