import type { FailureCode, ReplyBody } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Attachment, Step, Turn } from '@aika/store'
import { boundResults } from './bound-results.ts'
import { breakerAnswer } from './breakers.ts'
import { buildPrompt } from './build-prompt.ts'
import { callTool } from './call-tool.ts'
import type { Drive } from './drive.ts'
import { endOf } from './ending.ts'
import type { Content, FunctionCall, ModelAnswer, Part } from './model.ts'
import { nextMove, type Move } from './next-move.ts'
import { withNoted } from './noted.ts'
import { permit } from './permission/permit.ts'
import { TurnCancelled, type AgentPorts } from './ports.ts'
import { readConversation } from './read-conversation.ts'
import { summariesDue } from './summaries-due.ts'
import { systemPrompt } from './system-prompt.ts'
import { readTranscript, readWhatCanBe, withStep, type CheckStep, type ModelStep } from './transcript.ts'

/**
 * Answers one turn, from wherever its record ends. Every step is stored before the next begins, so another process can
 * go on at any point; ids made from turn and step make a repeat find the first one's result.
 *
 * @param signal - aborting leaves the turn as it stands, for somebody else to go on with.
 * @throws AppError `step_taken` when somebody else drives the same turn; whatever the stores throw.
 */
export async function runTurn(ports: AgentPorts, turn: Turn, signal: AbortSignal): Promise<void> {
  // First of all: a Stop that is broadcast while the record is read is heard.
  using cancel = ports.cancels.watch(turn)
  const [steps, attachments, state] = await Promise.all([
    ports.turns.steps(turn.id),
    ports.attachments.ofTurn(turn.id),
    readConversation(ports, turn),
  ])
  using progress = ports.progress.begin(turn)
  const drive: Drive = {
    turn,
    words: state.question,
    transcript: readTranscript(steps),
    unstored: [],
    prompt: buildPrompt(state),
    media: attachments.filter(isMedia),
    progress,
    signal: AbortSignal.any([signal, cancel.signal]),
    startedMs: ports.clock.now().getTime(),
  }
  const body = drive.transcript.reply ?? (await decideReply(ports, drive))
  if (body === 'parked') return
  await sayAndFinish(ports, turn, body)
  for (const summary of summariesDue(state, drive.prompt)) await ports.summaries.request(summary)
}

/** Ends a turn that cannot be answered. Safe to repeat. */
export async function failTurn(ports: AgentPorts, turn: Turn, incidentId: string): Promise<void> {
  const { reply, nextSeq, done } = readWhatCanBe(await ports.turns.steps(turn.id))
  const body: ReplyBody = reply ?? { kind: 'failure', code: 'internal', done, incidentId }
  if (!reply) {
    await ports.turns.addStep(turn.id, { seq: nextSeq, kind: 'reply', content: JSON.stringify(body) })
  }
  await sayAndFinish(ports, turn, body)
}

/** `parked`: somebody has to press a button first; nothing more is to be done now. */
async function decideReply(ports: AgentPorts, drive: Drive): Promise<ReplyBody | 'parked'> {
  const body = await work(ports, drive).catch(async (error: unknown) => {
    // An answer that has come is there for whoever goes on.
    await store(ports, drive)
    return replyToError(drive, error)
  })
  if (body !== 'parked') await record(ports, drive, 'reply', body)
  return body
}

async function work(ports: AgentPorts, drive: Drive): Promise<ReplyBody | 'parked'> {
  for (;;) {
    const elapsedMs = ports.clock.now().getTime() - drive.startedMs
    const move = nextMove(drive.transcript, ports.settings, elapsedMs)
    if (drive.transcript.nextSeq > 0 || drive.turn.cancelRequested) await throwIfCancelled(ports, drive)
    const body = toReply(move, drive)
    // A model's answer and the reply that it is are stored at once.
    if (body) return body
    await store(ports, drive)
    if (move.kind === 'check')
      await record(ports, drive, 'check', { claims: move.claims } satisfies CheckStep)
    if (move.kind === 'call' && !(await call(ports, drive, move.call))) return 'parked'
    if (move.kind === 'ask') {
      const refusal = await ask(ports, drive, move.mayCallTools)
      if (refusal) return refusal
    }
  }
}

function toReply(move: Move, drive: Drive): ReplyBody | undefined {
  const { done } = drive.transcript
  switch (move.kind) {
    case 'answer':
      return { kind: 'answer', markdown: withNoted(move.text, drive), canContinue: move.canContinue }
    case 'break':
      return { kind: 'answer', markdown: breakerAnswer(move.breaker, done), canContinue: true }
    case 'give-up':
      return { kind: 'failure', code: move.code, done }
    case 'ask':
    case 'check':
    case 'call':
      return undefined
    default:
      return move satisfies never
  }
}

/** @returns false when the person is asked first. */
async function call(ports: AgentPorts, drive: Drive, wanted: FunctionCall): Promise<boolean> {
  const permission = await permit(ports, drive, wanted)
  if (permission.kind === 'parked') return false
  const step =
    permission.kind === 'refused'
      ? { name: wanted.name, ...permission.result }
      : await callTool(ports, drive, wanted)
  await record(ports, drive, 'tool', step)
  return true
}

async function ask(ports: AgentPorts, drive: Drive, mayCallTools: boolean): Promise<ReplyBody | undefined> {
  const { turn, transcript } = drive
  const allowance = await ports.limits.take(turn.userId, 'modelCalls')
  if (!allowance.ok) {
    const { retryAfterSeconds } = allowance
    return { kind: 'failure', code: 'rate_limited', done: transcript.done, retryAfterSeconds }
  }
  drive.progress.thinking()
  if (mayCallTools) ports.hints.beforeAsking(drive)
  const answer = await askModel(ports, drive, mayCallTools)
  if (answer.kind === 'blocked') return { kind: 'failure', code: 'blocked_by_safety', done: transcript.done }
  const { parts: promptParts, exchanges: promptExchanges } = drive.prompt
  const first = transcript.nextSeq === 0 && { promptParts, promptExchanges }
  const step: ModelStep =
    answer.kind === 'malformed'
      ? { malformed: answer.reason, ...first }
      : { content: answer.content, model: answer.model, truncated: answer.truncated, ...first }
  note(drive, 'model', step)
  return undefined
}

async function askModel(ports: AgentPorts, drive: Drive, mayCallTools: boolean): Promise<ModelAnswer> {
  const { turn, transcript, prompt, progress, signal, media } = drive
  const loaded = media.length > 0 ? await ports.media.load(turn.userId, media, signal) : undefined
  try {
    const contents = loaded ? withMedia(prompt.contents, loaded.parts) : prompt.contents
    return await ports.model.ask(
      {
        system: systemPrompt,
        contents: [...contents, ...boundResults(transcript.contents)],
        writtenBy: new Map(
          [...transcript.writtenBy].map(([index, by]) => [index + prompt.contents.length, by]),
        ),
        tools: ports.tools.map(({ declaration }) => declaration),
        mayCallTools,
        userId: turn.userId,
        traceId: turn.traceId,
      },
      { text: (soFar) => progress.text(soFar), call: (name) => ports.hints.called(drive, name) },
      signal,
    )
  } finally {
    loaded?.release()
  }
}

/** The newest message's pictures and sound stand before its words. */
function withMedia(contents: Content[], parts: Part[]): Content[] {
  const newest = contents.at(-1)!
  const words = newest.parts.slice(-1)
  return [...contents.slice(0, -1), { ...newest, parts: [...newest.parts.slice(0, -1), ...parts, ...words] }]
}

async function record(ports: AgentPorts, drive: Drive, kind: Step['kind'], content: unknown): Promise<void> {
  note(drive, kind, content)
  await store(ports, drive)
}

function note({ transcript, unstored }: Drive, kind: Step['kind'], content: unknown): void {
  const step: Step = { seq: transcript.nextSeq, kind, content: JSON.stringify(content) }
  unstored.push(step)
  withStep(transcript, step)
}

async function store(ports: AgentPorts, { turn, unstored }: Drive): Promise<void> {
  if (unstored.length > 0) await ports.turns.addStep(turn.id, ...unstored.splice(0))
}

async function throwIfCancelled(ports: AgentPorts, { turn, signal }: Drive): Promise<void> {
  signal.throwIfAborted()
  if (await ports.turns.cancelRequested(turn.id)) throw new TurnCancelled()
}

const answerable = new Set<string>(['quota_resting', 'model_unavailable'] satisfies FailureCode[])

function replyToError({ transcript, signal }: Drive, error: unknown): ReplyBody {
  const { done } = transcript
  if (error instanceof TurnCancelled || signal.reason instanceof TurnCancelled) {
    return { kind: 'failure', code: 'cancelled', done }
  }
  // Not what broke off because of it: the reason says whose turn it is now.
  if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : error
  if (!(error instanceof AppError) || !answerable.has(error.code)) throw error
  const retryAfterSeconds = 'retryAfterSeconds' in error ? (error.retryAfterSeconds as number) : undefined
  return {
    kind: 'failure',
    code: error.code as FailureCode,
    done,
    ...(retryAfterSeconds && { retryAfterSeconds }),
  }
}

async function sayAndFinish(ports: AgentPorts, turn: Turn, body: ReplyBody): Promise<void> {
  await ports.replies.send({
    replyId: turn.attempt > 0 ? `reply-${turn.id}-r${turn.attempt}` : `reply-${turn.id}`,
    traceId: turn.traceId,
    chatId: turn.chatId,
    turnId: turn.id,
    // In a group it must be seen who is answered; a task answers no message.
    ...(turn.chatId < 0 && turn.replyToMessageId > 0 && { replyToMessageId: turn.replyToMessageId }),
    body,
  })
  await ports.turns.finish(turn.id, { ...endOf(body), at: ports.clock.now() })
}

const isMedia = ({ state, mime = '' }: Attachment) => state === 'ready' && /^(?:image|audio)\//.test(mime)
