import type { Workspace } from '@aika/workspace'
import { Composer, type Context } from 'telegraf'
import { argumentsOf } from '../../domain/arguments.ts'
import { usageOf } from '../../domain/command-list.ts'
import { findFile } from '../../domain/file-commands.ts'
import { fileTrouble } from '../../domain/file-trouble.ts'
import { inlineCode } from '../../domain/inline-code.ts'
import { maxFileBytes } from '../../domain/say-file.ts'
import { size } from '../../domain/words.ts'
import { type Answers, answer, updateKeyOf } from './context.ts'

export interface DownloadCommandPorts {
  answers: Answers
  workspace: Pick<Workspace, 'user'>
}

/** `/download <path>` sends one of the person's files. */
export function downloadCommand(ports: DownloadCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('download', async (ctx) => {
    // A path with spaces is understood without quotes, too: there is nothing else to be said.
    const words = argumentsOf(ctx.payload)
    const path = words?.length === 1 ? words[0] : ctx.payload.trim()
    if (!path) return answer(ports.answers, ctx, usageOf('download'))
    const problem = await send(ports, ctx, path).catch(fileTrouble)
    if (problem) await answer(ports.answers, ctx, problem)
  })

  return composer
}

async function send(
  { answers, workspace }: DownloadCommandPorts,
  ctx: Context,
  path: string,
): Promise<string | void> {
  const ownerId = ctx.from!.id
  const file = await findFile(workspace.user(ownerId), path)
  if (!file) return `You have no file ${inlineCode(path)}. /files shows your recent ones.`
  if (file.bytes > maxFileBytes.document)
    return `${inlineCode(file.path)} has ${size(file.bytes)}. Telegram lets me send 50 MB.`
  if (file.bytes === 0) return `${inlineCode(file.path)} is empty, and Telegram takes no empty files.`
  await answers.send({
    replyId: `notice-${updateKeyOf(ctx)}`,
    chatId: ctx.chat!.id,
    body: { kind: 'file', file: { ownerId, location: 'user', path: file.path }, caption: '' },
  })
}
