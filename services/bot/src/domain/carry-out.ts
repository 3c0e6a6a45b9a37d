import type { AccountTask, Reply } from '@aika/contracts'
import type { Approval } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import { type ApprovedCommand, approvedCommand } from './approved-command.ts'
import { fileTrouble } from './file-trouble.ts'
import { type FileCommand, takeFile } from './file-commands.ts'
import { inlineCode } from './inline-code.ts'

export interface CarryOutPorts {
  workspace: Pick<Workspace, 'user' | 'shared'>
  account: { request(wish: AccountWish): Promise<void> }
  answers: { send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void> }
}

/** What is asked for of a person's data. */
export type AccountWish = AccountTask extends infer Task
  ? Task extends AccountTask
    ? Omit<Task, 'traceId'>
    : never
  : never

/** What the result of an approved command is called; once it was begun to be said, the command is carried out. */
export const resultId = (approvalId: string) => `approval-${approvalId}-done`

/** Carries out a command that its person has just approved, and tells what became of it. */
export async function carryOut(ports: CarryOutPorts, approval: Approval): Promise<void> {
  const command = approvedCommand(approval)
  const markdown = command ? await resultOf(ports, approval, command) : mismatch
  const reply = { replyId: resultId(approval.id), chatId: approval.chatId }
  await ports.answers.send({ ...reply, body: { kind: 'notice', markdown } })
}

const mismatch =
  'I did nothing: what you approved and what I noted are not the same. Please give the command again.'

async function resultOf(ports: CarryOutPorts, approval: Approval, command: ApprovedCommand): Promise<string> {
  const { userId, chatId, subject } = approval
  switch (command.tool) {
    case 'command:save':
    case 'command:shared_put':
    case 'command:shared_get':
      return replaceFile(ports, userId, { name: nameOf(command.tool), ...command.args })
    case 'command:forget_me':
      await ports.account.request({ requestId: subject, userId, chatId, task: 'forget' })
      return 'I am deleting everything I have of you. A receipt follows.'
    case 'command:forget':
      await ports.account.request({
        requestId: subject,
        userId,
        chatId,
        task: 'forget_some',
        what: command.args,
      })
      return 'I am forgetting that. A receipt follows.'
    default:
      return command satisfies never
  }
}

const nameOf = <Name extends string>(tool: `command:${Name}`) => tool.slice('command:'.length) as Name

async function replaceFile(ports: CarryOutPorts, userId: number, command: FileCommand): Promise<string> {
  try {
    await takeFile(ports.workspace, userId, command, true)
    return taken(command)
  } catch (error) {
    return fileTrouble(error)
  }
}

/** What a command did with a file, in words. */
export function taken({ name, from, to }: FileCommand): string {
  if (name === 'save') return `Kept: ${inlineCode(from)} is now ${inlineCode(to)}.`
  if (name === 'shared_put') return `Everybody here can read ${inlineCode(to)} in the shared folder now.`
  return `Copied from the shared folder to ${inlineCode(to)}.`
}
