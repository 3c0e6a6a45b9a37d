import { z } from 'zod'
import { defineTool, failure, success } from './tool.ts'

export const cancelReminder = defineTool({
  name: 'cancel_reminder',
  description: 'Cancel one',
  args: z.object({ id: z.string().min(1).max(48) }),
  label: () => 'cancelling a reminder',
  async call({ id }, { reminders, turn }) {
    const cancelled = (await reminders.cancel(id, turn.userId)) ?? (await reminders.find(id))
    const isTheirs = cancelled?.userId === turn.userId || cancelled?.createdBy === turn.userId
    if (!cancelled || !isTheirs) {
      return failure('cancelling a reminder', `there is no reminder ${id}; list them first`)
    }
    // Found cancelled: by an earlier try of this call, or by a button; both are what is wanted.
    if (cancelled.state !== 'fired') return success('cancelled a reminder', { cancelled: cancelled.text })
    return failure('cancelling a reminder', 'it was said already')
  },
})
