import { Composer, type Context } from 'telegraf'
import { usageOf } from '../../domain/command-list.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, askerOf } from './context.ts'

export interface RunCommandPorts {
  answers: Answers
  people: { isAdmin(userId: number): boolean }
  adminRuns: {
    request(run: { requestId: string; userId: number; chatId: number; command: string }): Promise<void>
  }
  brake: { pausedSince(): Promise<Date | undefined> }
}

/** `/run <shell command>`: admins only. The agent checks that again, runs it in its own container and answers. */
export function runCommand({ answers, people, adminRuns, brake }: RunCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('run', async (ctx, next) => {
    if (!people.isAdmin(ctx.from.id)) return next()
    const command = ctx.payload.trim()
    if (!command) return answer(answers, ctx, usageOf('run'))
    if (await brake.pausedSince()) return answer(answers, ctx, words.resumeFirst)
    const { updateKey: requestId, ...who } = askerOf(ctx)
    await adminRuns.request({ requestId, ...who, command })
  })

  return composer
}
