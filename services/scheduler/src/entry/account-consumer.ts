import { accountQueue, type AccountTask, type Reply } from '@aika/contracts'
import { isRetryable } from '@aika/errors'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { Counter } from '@aika/service-kit'
import { exportAccount, type ExportAccountPorts } from '../domain/account/export-account.ts'
import { forgetAccount, type ForgetAccountPorts } from '../domain/account/forget-account.ts'
import { notExportedText, notForgottenText } from '../domain/account/receipt.ts'

const done = new Counter({
  name: 'aika_account_tasks_total',
  help: 'Exports and deletions done by this instance.',
  labelNames: ['task', 'outcome'],
})

export interface AccountPorts {
  exporting: ExportAccountPorts
  forgetting: ForgetAccountPorts
  replies: { enqueue(reply: Reply): Promise<void> }
}

/** Packs, or deletes, all that is one person's. Whoever asked hears the end, a bad one too. */
export function accountConsumer(ports: AccountPorts, options: ConsumeOptions): Consumer<{ done: boolean }> {
  return consume(
    accountQueue,
    async (task, { addedAt, lastAttempt }) => {
      try {
        await perform(ports, task, addedAt)
        done.inc({ task: task.task, outcome: 'done' })
        return { done: true }
      } catch (error) {
        done.inc({ task: task.task, outcome: 'failed' })
        if (lastAttempt || !isRetryable(error)) await sayFailed(ports, task)
        throw error
      }
    },
    options,
  )
}

function perform({ exporting, forgetting }: AccountPorts, task: AccountTask, askedAt: Date): Promise<void> {
  return task.task === 'export' ? exportAccount(exporting, task, askedAt) : forgetAccount(forgetting, task)
}

function sayFailed(
  { replies }: AccountPorts,
  { task, requestId, chatId, traceId }: AccountTask,
): Promise<void> {
  const markdown = task === 'export' ? notExportedText : notForgottenText
  return replies.enqueue({
    replyId: `${task}-failed-${requestId}`,
    chatId,
    traceId,
    body: { kind: 'notice', markdown },
  })
}
