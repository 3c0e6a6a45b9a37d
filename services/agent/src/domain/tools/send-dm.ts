import { z } from 'zod'
import { notYet } from './send-file.ts'
import { defineTool, failure, success, type Tool } from './tool.ts'
import type { ToolPorts } from './tool-ports.ts'

/** A message to somebody else who may use Aika. Whether its person agrees is asked before the call. */
export const sendDm = (people: Pick<ToolPorts['people'], 'find'>): Tool =>
  defineTool({
    name: 'send_dm',
    description: 'Write to a user by name or id',
    args: z.object({
      to: z.string().min(1).max(100),
      text: z.string().trim().min(1).max(3_500),
    }),
    label: ({ to }) => `writing to ${to}`,
    effects({ to }) {
      const sendsTo = people.find(to)
      return sendsTo === undefined ? {} : { sendsTo }
    },
    show({ to, text }) {
      const userId = people.find(to)
      return userId === undefined || String(userId) === to
        ? `To ${to}:\n${text}`
        : `To ${to} (${userId}):\n${text}`
    },
    async call({ to, text }, { people, replies, turn, step, signal }) {
      const { id, traceId, userId } = turn
      const recipient = people.find(to)
      if (recipient === undefined) {
        return failure(`writing to ${to}`, `nobody is known as ${to}; ask the person for a name or user id`)
      }
      if (recipient === userId)
        return failure(`writing to ${to}`, 'that is the person you talk to: answer them')
      const markdown = `Message from ${people.nameOf(userId) ?? `user ${userId}`}:\n\n${text}`
      const body = { kind: 'notice' as const, markdown }
      // In a private chat the chat's id is the person's.
      const reply = { replyId: `dm-${id}-${step}`, traceId, chatId: recipient, turnId: id, body }
      const result = await replies.sendAndWait(reply, signal)
      if (result?.refused) return failure(`writing to ${to}`, `not sent: ${result.refused}`)
      return result
        ? success(`wrote to ${to}`, { sent_to: to })
        : success(`queued a message to ${to}`, { note: notYet })
    },
  })
