import type { ButtonWish } from '../../domain/callback-data.ts'
import { decideApproval, type DecideApprovalPorts, type DecidedPress } from '../../domain/decide-approval.ts'
import type { ButtonPress, Courtesies, Pressed } from './pressed.ts'

export type ApprovalButtonPorts = DecideApprovalPorts & { courtesies: Courtesies }

const decisions = { approve: 'approved', always: 'always', deny: 'denied' } as const

/** [Approve], [Deny] and [Always] under a card. */
export async function approvalPressed(
  ports: ApprovalButtonPorts,
  { kind, approvalId }: Extract<ButtonWish, { approvalId: string }>,
  { userId, chatId, messageId, isItsOwn }: ButtonPress,
): Promise<Pressed> {
  const outcome = await decideApproval(ports, { approvalId, decision: decisions[kind], userId, chatId })
  // A question about what was forgotten since is forgotten with it.
  if (isGone(outcome) && isItsOwn) ports.courtesies.clearButtons(chatId, messageId)
  return inWords(outcome)
}

const isGone = (outcome: DecidedPress) => outcome.kind === 'refused' && outcome.reason === 'gone'

const said = {
  approved: 'Approved.',
  always: 'Approved, and I will not ask again for exactly that.',
  denied: 'Denied.',
}

const over = {
  asked: 'This question is over.',
  approved: 'You approved this already.',
  always: 'You approved this already.',
  denied: 'You denied this already.',
  expired: 'Too late: this question has expired.',
  void: 'This question was withdrawn.',
}

const gone = 'I do not know this question any more: something that it names is gone. Please ask again.'

function inWords(outcome: DecidedPress): Pressed {
  if (outcome.kind === 'decided') return { said: said[outcome.decision] }
  if (outcome.reason === 'over') return { said: over[outcome.state], refused: 'over' }
  if (outcome.reason === 'foreign')
    return { said: 'This question is not yours to answer.', refused: 'foreign' }
  if (outcome.reason === 'gone') return { said: gone, refused: 'forged' }
  return { said: 'I do not know this question.', refused: 'forged' }
}
