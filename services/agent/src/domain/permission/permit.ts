import { callHash, type Card } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Approval, Approvals } from '@aika/store'
import type { Drive } from '../drive.ts'
import type { FunctionCall } from '../model.ts'
import type { AgentPorts } from '../ports.ts'
import { failure, type Tool, type ToolResult } from '../tools/tool.ts'
import { filesOf, judgeCall, writtenBy } from './judge-call.ts'
import type { ConcernPorts } from './concerns.ts'

export interface PermissionPorts {
  approvals: Pick<Approvals, 'ask' | 'ofStep' | 'isGranted'>
  judgeCommand: ConcernPorts['judgeCommand']
  diffOf: ConcernPorts['diffOf']
  /** Random, as the contract's `ApprovalId` wants it. */
  newApprovalId(): string
}

/** `parked`: a card is open, the turn goes on when it is answered. `refused`: what the model is told instead. */
export type Permission = { kind: 'granted' } | { kind: 'parked' } | { kind: 'refused'; result: ToolResult }

const granted: Permission = { kind: 'granted' }

/**
 * Whether the turn's next call may run now. The answer to a card is bound to this step and to a hash of tool, arguments
 * and person: a record that says anything else grants nothing.
 *
 * Safe to repeat: the card is asked once per step, and said once.
 */
export async function permit(ports: AgentPorts, drive: Drive, call: FunctionCall): Promise<Permission> {
  const { turn, transcript } = drive
  const tool = ports.tools.find(({ declaration }) => declaration.name === call.name)
  // The call itself says what is wrong with it.
  if (!tool?.fits(call.args ?? {})) return granted
  const earlier = await ports.approvals.ofStep(turn.id, transcript.nextSeq)
  if (earlier) return goOnWith(ports, drive, earlier, { tool, call })
  const verdict = await judgeCall(concernPorts(ports, drive), askedCall(ports, drive, tool, call))
  if (verdict.kind === 'allow') return grant(ports, drive, call)
  if (verdict.kind === 'block')
    return refused(tool, call, `blocked: ${verdict.reason}. Tell the person; do not try another way.`)
  if (await ports.turns.hasBegun(turn.id, transcript.nextSeq)) return granted
  const { pattern, card } = verdict
  if (pattern && (await ports.approvals.isGranted(turn.chatId, turn.userId, pattern))) return granted
  return goOnWith(ports, drive, await ask(ports, drive, call, { pattern, card }), { tool, call })
}

/**
 * What a call makes may be what a repeat of it would be asked about: a file that it wrote stands in its own way. So it is
 * noted that these two were allowed; the others that write have notes of their own.
 */
async function grant(
  ports: AgentPorts,
  { turn, transcript }: Drive,
  { name }: FunctionCall,
): Promise<Permission> {
  if (name === 'file_write' || name === 'run_shell') await ports.turns.beginCall(turn.id, transcript.nextSeq)
  return granted
}

function ask(
  ports: AgentPorts,
  { turn, transcript }: Drive,
  { name, args = {} }: FunctionCall,
  { pattern, card }: { pattern: string | undefined; card: Card },
): Promise<Approval> {
  const askedAt = ports.clock.now()
  return ports.approvals.ask({
    id: ports.newApprovalId(),
    subject: turn.id,
    step: transcript.nextSeq,
    chatId: turn.chatId,
    userId: turn.userId,
    traceId: turn.traceId,
    tool: name,
    args: JSON.stringify(args),
    hash: callHash({ tool: name, args, userId: turn.userId }),
    pattern,
    card: JSON.stringify(card),
    askedAt,
    expiresAt: new Date(askedAt.getTime() + ports.settings.approvalTtlMs),
  })
}

/** Of a turn that was stopped meanwhile, a question is over as soon as it is asked. */
async function goOnWith(
  ports: AgentPorts,
  { turn }: Drive,
  question: Approval,
  asked: { tool: Tool; call: FunctionCall },
): Promise<Permission> {
  return question.state === 'asked' ? sayCard(ports, question) : answerOf(question, turn.userId, asked)
}

async function sayCard(
  ports: AgentPorts,
  { id, traceId, chatId, subject, card, expiresAt }: Approval,
): Promise<Permission> {
  const body = { kind: 'card' as const, approvalId: id, card: JSON.parse(card) as Card }
  const reply = { replyId: `approval-${id}`, traceId, chatId, turnId: subject }
  try {
    await ports.replies.send({ ...reply, body: { ...body, expiresAt: expiresAt.getTime() } })
  } catch {
    // The turn is parked already and must not fail; the scheduler says a card that nobody began to say.
    ports.log.warn({ traceId }, 'a card could not be queued')
  }
  return { kind: 'parked' }
}

function answerOf(
  { state, hash }: Approval,
  userId: number,
  { tool, call }: { tool: Tool; call: FunctionCall },
): Permission {
  if (state !== 'approved' && state !== 'always') return refused(tool, call, refusals[state])
  const isThis = hash === callHash({ tool: call.name, args: call.args ?? {}, userId })
  if (isThis) return granted
  throw new AppError('approval_mismatch', 'an approval does not belong to the call it stands for', {
    retryable: false,
  })
}

const refusals: Record<Exclude<Approval['state'], 'approved' | 'always'>, string> = {
  asked: 'needs_confirmation: the person has not answered yet',
  denied: 'needs_confirmation: the person said no. It was not done; do not try another way.',
  expired: 'needs_confirmation: nobody answered in time. It was not done; say so.',
  void: 'needs_confirmation: the question was withdrawn. It was not done; say so.',
}

const refused = (tool: Tool, call: FunctionCall, why: string): Permission => ({
  kind: 'refused',
  result: { ...failure(tool.label(call.args ?? {}), why), done: `${tool.label(call.args ?? {})}: not done` },
})

function concernPorts(ports: AgentPorts, { turn }: Drive): ConcernPorts {
  return {
    folder: (location) => ports.folders.of(turn.userId, location),
    judgeCommand: ports.judgeCommand,
    judgesCommands: ports.settings.judgesCommands,
    diffOf: ports.diffOf,
    nameOf: ports.people.nameOf,
    noteOf: async (noteId) => (await ports.notes.of(turn.userId)).find(({ id }) => id === noteId)?.text,
  }
}

function askedCall(ports: AgentPorts, { turn, transcript, words }: Drive, tool: Tool, call: FunctionCall) {
  const successful = transcript.calls.filter((_, index) => !transcript.failed[index])
  const mine = ports.tools
  return {
    tool,
    args: call.args ?? {},
    words,
    written: writtenBy(ports, mine, successful),
    files: filesOf(ports, transcript.calls),
    turn,
  }
}
