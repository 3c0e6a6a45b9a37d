import type { Reply } from '@aika/contracts'
import type { Approval } from '@aika/store'
import { closingOf } from './decide-approval.ts'

export interface PanicPorts {
  /** Of the queues that lead to a model, to a command or to somebody's data. */
  brake: { pauseQueues(at: Date): Promise<void> }
  control: { panic(): Promise<void> }
  queues: { depths(): Promise<Record<string, { active: number }>> }
  approvals: { voidOpen(at: Date): Promise<Approval[]> }
  answers: { send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void> }
}

/** What was under way when everything was stopped; undefined where it could not be counted. */
export interface Stopped {
  chats: number | undefined
  runs: number | undefined
  questions: number
}

/**
 * Stops everything for everybody: nothing that waits begins, agents hand back what they do, sandboxes die, open questions
 * are void. Safe to do again.
 */
export async function panic(ports: PanicPorts, at: Date): Promise<Stopped> {
  const depths = await ports.queues.depths().catch(() => undefined)
  // First the brake: whoever is told to stop must not find the next job.
  await ports.brake.pauseQueues(at)
  await ports.control.panic()
  const voided = await ports.approvals.voidOpen(at)
  await Promise.all(voided.map((approval) => ports.answers.send(closingOf(approval, 'void'))))
  return { chats: depths?.['wake']?.active, runs: depths?.['run']?.active, questions: voided.length }
}

/** What an admin is told, as Markdown. */
export function stoppedText({ chats, runs, questions }: Stopped): string {
  return [
    '🛑 **Everything is paused, for everybody.**',
    `- answers that were being written: ${chats ?? 'unknown'} (they go on after /resume)`,
    `- commands that ran in a sandbox: ${runs ?? 'unknown'} (killed)`,
    `- open questions: ${questions} (void)`,
    '',
    'Messages are kept, reminders still come. /resume goes on.',
  ].join('\n')
}
