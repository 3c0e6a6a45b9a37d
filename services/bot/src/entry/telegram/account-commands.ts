import type { Note, Reminder } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import { Composer, type Context } from 'telegraf'
import { askCommand, type AskCommandPorts } from '../../domain/ask-command.ts'
import type { CarryOutPorts } from '../../domain/carry-out.ts'
import { forgetCard } from '../../domain/forget-card.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer, askerOf } from './context.ts'

export interface AccountCommandPorts extends AskCommandPorts {
  answers: Answers
  account: CarryOutPorts['account']
  brake: { pausedSince(): Promise<Date | undefined> }
  workspace: Pick<Workspace, 'user'>
  notes: { of(userId: number): Promise<Note[]> }
  reminders: { of(userId: number): Promise<Reminder[]> }
}

/** `/export` packs all of a person's data, `/forget_me` deletes it after a yes. */
export function accountCommands(ports: AccountCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('export', async (ctx) => {
    const { updateKey: requestId, ...who } = askerOf(ctx)
    await ports.account.request({ requestId, ...who, task: 'export' })
    const isPaused = (await ports.brake.pausedSince()) !== undefined
    await answer(ports.answers, ctx, isPaused ? words.exportWaits : words.exporting)
  })

  composer.command('forget_me', async (ctx) => {
    const asker = askerOf(ctx)
    const [disk, notes, reminders] = await Promise.all([
      // A folder that cannot be counted is deleted all the same.
      ports.workspace
        .user(asker.userId)
        .usage()
        .catch(() => undefined),
      ports.notes.of(asker.userId),
      ports.reminders.of(asker.userId),
    ])
    const card = forgetCard({ disk, notes: notes.length, reminders: reminders.length })
    await askCommand(ports, asker, { tool: 'command:forget_me', args: {} }, card)
  })

  return composer
}
