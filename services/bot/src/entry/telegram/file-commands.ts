import type { Workspace } from '@aika/workspace'
import { Composer, type Context } from 'telegraf'
import { argumentsOf } from '../../domain/arguments.ts'
import { askCommand, type AskCommandPorts } from '../../domain/ask-command.ts'
import { taken } from '../../domain/carry-out.ts'
import { usageOf } from '../../domain/command-list.ts'
import { below, destination, type FileCommand, findFile, takeFile } from '../../domain/file-commands.ts'
import { fileTrouble, isThereAlready } from '../../domain/file-trouble.ts'
import { overwriteCard } from '../../domain/overwrite-card.ts'
import { type Answers, answer, askerOf } from './context.ts'

export interface FileCommandPorts extends AskCommandPorts {
  answers: Answers
  workspace: Pick<Workspace, 'user' | 'shared'>
}

/** `/save` keeps a file of the cache, `/shared` copies one to or from the shared folder. Nothing is replaced without a yes. */
export function fileCommands(ports: FileCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('save', async (ctx) => {
    const [from, to, ...more] = argumentsOf(ctx.payload) ?? []
    if (!from || !to || more.length > 0) return answer(ports.answers, ctx, usageOf('save'))
    await take(ports, ctx, { name: 'save', from: below('cache', from), to: below('files', to) })
  })

  composer.command('shared', async (ctx) => {
    const [way, from, to, ...more] = argumentsOf(ctx.payload) ?? []
    const isWay = way === 'put' || way === 'get'
    if (!isWay || !from || !to || more.length > 0) return answer(ports.answers, ctx, usageOf('shared'))
    if (way === 'get') return take(ports, ctx, { name: 'shared_get', from, to: below('files', to) })
    await take(ports, ctx, { name: 'shared_put', from: await ownFile(ports, ctx.from.id, from), to })
  })

  return composer
}

/** As /download finds it. What cannot be looked at is refused when it is copied. */
async function ownFile({ workspace }: FileCommandPorts, userId: number, path: string): Promise<string> {
  const found = await findFile(workspace.user(userId), path).catch(() => undefined)
  return found?.path ?? path
}

async function take(ports: FileCommandPorts, ctx: Context, asked: FileCommand): Promise<void> {
  try {
    const said = await takeOrAsk(ports, ctx, asked)
    if (said) await answer(ports.answers, ctx, said)
  } catch (error) {
    await answer(ports.answers, ctx, fileTrouble(error))
  }
}

/** @returns what is to be said, unless a card is. */
async function takeOrAsk(
  ports: FileCommandPorts,
  ctx: Context,
  asked: FileCommand,
): Promise<string | undefined> {
  const asker = askerOf(ctx)
  const target = targetOf(ports, asker.userId, asked)
  const command = { ...asked, to: await destination(target, asked.from, asked.to) }
  try {
    await takeFile(ports.workspace, asker.userId, command, false)
    return taken(command)
  } catch (error) {
    const there = isThereAlready(error) ? await target.stat(command.to) : undefined
    if (there?.kind !== 'file') throw error
    const { name, from, to } = command
    await askCommand(
      ports,
      asker,
      { tool: `command:${name}`, args: { from, to } },
      overwriteCard(command, there),
    )
    return undefined
  }
}

function targetOf({ workspace }: FileCommandPorts, userId: number, { name }: FileCommand) {
  return name === 'shared_put' ? workspace.shared() : workspace.user(userId)
}
