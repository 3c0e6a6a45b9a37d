import type { Workspace } from '@aika/workspace'
import { Composer, type Context } from 'telegraf'
import { fileTrouble } from '../../domain/file-trouble.ts'
import { filesText } from '../../domain/files-text.ts'
import { type Answers, answer } from './context.ts'

export interface FilesCommandPorts {
  answers: Answers
  workspace: Pick<Workspace, 'user'>
  now(): Date
}

const shown = 20

/** `/files`: what changed last in the person's files and cache. */
export function filesCommand({ answers, workspace, now }: FilesCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('files', async (ctx) => {
    const listing = workspace.user(ctx.from.id).recent(shown)
    await answer(answers, ctx, await listing.then((found) => filesText(found, now()), fileTrouble))
  })

  return composer
}
