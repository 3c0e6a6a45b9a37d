import { accountQueue, type AccountTask, type Reply } from '@aika/contracts'
import { isRetryable } from '@aika/errors'
import { consume, type Consumer, type ConsumeOptions } from '@aika/queue'
import { Counter } from '@aika/service-kit'
import { exportAccount, type ExportAccountPorts } from '../domain/account/export-account.ts'
import { forgetAccount, type ForgetAccountPorts } from '../domain/account/forget-account.ts'
import { forgetSome, type ForgetSomePorts } from '../domain/account/forget-some.ts'
import { notExportedText, notForgottenText, someNotForgottenText } from '../domain/account/receipt.ts'

const done = new Counter({
  name: 'aika_account_tasks_total',
  help: 'Exports and deletions, of all and of some, done by this instance.',
  labelNames: ['task', 'outcome'],
})

export interface AccountPorts {
  exporting: ExportAccountPorts
  forgetting: ForgetAccountPorts
  forgettingSome: ForgetSomePorts
  replies: { enqueue(reply: Reply): Promise<void> }
}

/** Packs, or deletes, all that is one person's, or deletes some of it. Whoever asked hears the end, a bad one too. */
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

function perform(ports: AccountPorts, task: AccountTask, askedAt: Date): Promise<void> {
  switch (task.task) {
    case 'export':
      return exportAccount(ports.exporting, task, askedAt)
    case 'forget':
      return forgetAccount(ports.forgetting, task)
    case 'forget_some':
      return forgetSome(ports.forgettingSome, task)
    default:
      return task satisfies never
  }
}

const failures = {
  export: notExportedText,
  forget: notForgottenText,
  forget_some: someNotForgottenText,
} satisfies Record<AccountTask['task'], string>

function sayFailed(
  { replies }: AccountPorts,
  { task, requestId, chatId, traceId }: AccountTask,
): Promise<void> {
  return replies.enqueue({
    replyId: `${task}-failed-${requestId}`,
    chatId,
    traceId,
    body: { kind: 'notice', markdown: failures[task] },
  })
}
