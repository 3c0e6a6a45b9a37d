import { Composer, type Context } from 'telegraf'
import { panic, type PanicPorts, stoppedText } from '../../domain/panic.ts'
import { type Answers, answer, updateKeyOf } from './context.ts'

export interface PanicCommandPorts extends PanicPorts {
  answers: Answers
  people: { isAdmin(userId: number): boolean; nameOf(userId: number): string; admins: number[] }
  brake: PanicPorts['brake'] & { resumeQueues(): Promise<boolean> }
  now(): Date
}

/** `/panic` stops everything for everybody, `/resume` goes on. Admins only; all admins are told. */
export function panicCommands(ports: PanicCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('panic', async (ctx, next) => {
    if (!ports.people.isAdmin(ctx.from.id)) return next()
    await tellAll(ports, ctx, stoppedText(await panic(ports, ports.now())))
  })

  composer.command('resume', async (ctx, next) => {
    if (!ports.people.isAdmin(ctx.from.id)) return next()
    if (await ports.brake.resumeQueues())
      return tellAll(ports, ctx, '▶️ **Going on.** What waited is done now.')
    await answer(ports.answers, ctx, 'Nothing was paused.')
  })

  return composer
}

async function tellAll(
  { answers, people }: PanicCommandPorts,
  ctx: Context,
  markdown: string,
): Promise<void> {
  await answer(answers, ctx, markdown)
  const by = ctx.from!.id
  const others = people.admins.filter((id) => id !== by)
  const told = `${markdown}\n\nDone by ${people.nameOf(by)}.`
  const tell = (id: number) =>
    answers.say({ replyId: `notice-${updateKeyOf(ctx)}-${id}`, chatId: id, markdown: told })
  await Promise.all(others.map(tell))
}
