import type { Reply, Wake } from '@aika/contracts'
import type { Approval } from '@aika/store'
import { closedReply, isOfTurn } from './approval-replies.ts'
import type { Clock } from './clock.ts'

export interface ExpireApprovalsPorts {
  approvals: {
    /** Ends questions whose time is over; their turns run again. */
    expire(now: Date): Promise<Approval[]>
  }
  wakes: { enqueue(wake: Wake): Promise<void> }
  replies: { enqueue(reply: Reply): Promise<void> }
  clock: Clock
}

/**
 * Ends questions nobody answered in time: the turn that asked goes on and hears so, and the card shows it. Each is ended
 * once; what is lost after that is found by the sweeps. @returns how many.
 */
export async function expireApprovals({
  approvals,
  wakes,
  replies,
  clock,
}: ExpireApprovalsPorts): Promise<number> {
  const expired = await approvals.expire(clock.now())
  const turns = expired.filter(isOfTurn)
  const closed = expired.map(closedReply).filter((reply) => reply !== undefined)
  await Promise.all([
    ...turns.map(({ chatId, traceId }) => wakes.enqueue({ chatId, traceId })),
    ...closed.map((reply) => replies.enqueue(reply)),
  ])
  return expired.length
}
