import { z } from 'zod'
import { defineTool, failure, location, path, success } from './tool.ts'

export const sendFile = defineTool({
  name: 'send_file',
  description: 'Send into this chat',
  args: z.object({ path, location, caption: z.string().max(1_000).default('') }),
  label: ({ path }) => `sending ${path}`,
  effects: ({ path, location }) => ({ reads: [{ location, path }] }),
  async call({ path, location, caption }, { folder, replies, turn, step, signal }) {
    const found = await folder(location).stat(path)
    if (found?.kind !== 'file') return failure(`sending ${path}`, `there is no file ${path}; list the folder`)
    const { id, chatId, traceId, userId } = turn
    const file = { ownerId: userId, location, path }
    const body = { kind: 'file' as const, file, caption }
    const reply = { replyId: `file-${id}-${step}`, traceId, chatId, turnId: id, body }
    const result = await replies.sendAndWait(reply, signal)
    if (result?.refused) return failure(`sending ${path}`, `not sent: ${result.refused}`)
    return result ? success(`sent ${path}`, { sent: path }) : success(`queued ${path}`, { note: notYet })
  },
})

/** What is known when the wait for a reply's result is over. */
export const notYet =
  'not sent yet: it waits in the queue and goes out as soon as possible; do not send it again'
