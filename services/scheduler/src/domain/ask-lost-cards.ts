import type { Reply } from '@aika/contracts'
import type { Approval } from '@aika/store'
import { cardReply, closedReply } from './approval-replies.ts'
import type { Clock } from './clock.ts'
import { unsaidAfterMs } from './unsaid.ts'

export interface AskLostCardsPorts {
  approvals: {
    /** Open questions asked before that moment whose card was never begun to be said. */
    unsaid(askedBefore: Date): Promise<Approval[]>
    /** Ended ones whose card is in the chat and was never begun to be closed. */
    unclosed(decidedBefore: Date): Promise<Approval[]>
  }
  replies: { enqueue(reply: Reply): Promise<void> }
  /** What stands in the row is no card. */
  onUnreadable: (subject: string) => void
  clock: Clock
}

/** Queues cards once more that Redis has lost, and the closing of cards. @returns how many. */
export async function askLostCards({
  approvals,
  replies,
  onUnreadable,
  clock,
}: AskLostCardsPorts): Promise<number> {
  const before = new Date(clock.now().getTime() - unsaidAfterMs)
  const [unsaid, unclosed] = await Promise.all([approvals.unsaid(before), approvals.unclosed(before)])
  const asked = unsaid.map((approval) => {
    const reply = cardReply(approval)
    if (!reply) onUnreadable(approval.subject)
    return reply
  })
  const lost = [...asked, ...unclosed.map(closedReply)].filter((reply) => reply !== undefined)
  await Promise.all(lost.map((reply) => replies.enqueue(reply)))
  return lost.length
}
