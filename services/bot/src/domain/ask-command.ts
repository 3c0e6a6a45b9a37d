import { callHash, type Card, type Reply } from '@aika/contracts'
import type { Approval, NewApproval } from '@aika/store'
import { randomInt } from 'node:crypto'
import type { ApprovedCommand } from './approved-command.ts'

export interface AskCommandPorts {
  approvals: { ask(approval: NewApproval): Promise<Approval> }
  answers: { send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void> }
  /** How long a card can be answered. */
  approvalTtlMs: number
  now(): Date
}

/** Whose command it is. */
export interface Asker {
  updateKey: string
  chatId: number
  userId: number
}

/** Asks for a yes before a command is carried out; the yes is bound to this very call. Asking again finds the first card. */
export async function askCommand(
  { approvals, answers, approvalTtlMs, now }: AskCommandPorts,
  { updateKey, chatId, userId }: Asker,
  { tool, args }: ApprovedCommand,
  card: Card,
): Promise<void> {
  const at = now()
  const {
    id,
    expiresAt,
    card: shown,
  } = await approvals.ask({
    id: randomApprovalId(),
    subject: updateKey,
    step: 0,
    chatId,
    userId,
    traceId: updateKey,
    tool,
    args: JSON.stringify(args),
    hash: callHash({ tool, args, userId }),
    pattern: undefined,
    card: JSON.stringify(card),
    askedAt: at,
    expiresAt: new Date(at.getTime() + approvalTtlMs),
  })
  const body = { approvalId: id, card: JSON.parse(shown) as Card, expiresAt: expiresAt.getTime() }
  await answers.send({ replyId: `approval-${id}`, chatId, body: { kind: 'card', ...body } })
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 95 random bits: nobody guesses one. */
function randomApprovalId(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
