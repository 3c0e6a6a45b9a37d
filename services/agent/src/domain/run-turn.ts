import type { FailureCode, ReplyBody } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Step, Turn } from '@aika/store'
import { boundResults } from './bound-results.ts'
import { breakerAnswer } from './breakers.ts'
import { buildPrompt, verbatimWindow, type PastExchange, type Prompt } from './build-prompt.ts'
import { callTool } from './call-tool.ts'
import type { Drive } from './drive.ts'
import { endOf, withoutRefused } from './ending.ts'
import { exchangesToSummarise } from './exchanges-to-summarise.ts'
import { nextMove, type Move } from './next-move.ts'
import { TurnCancelled, type AgentPorts } from './ports.ts'
import { systemPrompt } from './system-prompt.ts'
import { tokensOf } from './tokens.ts'
import { readTranscript, readWhatCanBe, withStep, type ModelStep, type Transcript } from './transcript.ts'

/** How many older exchanges a prompt may draw on. */
const pastExchanges = verbatimWindow + 20

/**
 * Answers one turn, from wherever its record ends. Every step is stored before the next begins, so another process can
 * go on at any point; ids made from turn and step make a repeat find the first one's result.
 *
 * @param signal - aborting leaves the turn as it stands, for somebody else to go on with.
 * @throws AppError `step_taken` when somebody else drives the same turn; whatever the stores throw.
 */
export async function runTurn(ports: AgentPorts, turn: Turn, signal: AbortSignal): Promise<void> {
  const [steps, exchanges] = await Promise.all([
    ports.turns.steps(turn.id),
    ports.exchanges.recent(turn.chatId, pastExchanges),
  ])
  const past = withoutRefused(exchanges)
  using cancel = ports.cancels.watch(turn)
  using progress = ports.progress.begin(turn)
  const drive: Drive = {
    turn,
    transcript: readTranscript(steps),
    prompt: promptOf(ports, turn, past),
    progress,
    signal: AbortSignal.any([signal, cancel.signal]),
    startedMs: ports.clock.now().getTime(),
  }
  const body = drive.transcript.reply ?? (await decideReply(ports, drive))
  await sayAndFinish(ports, turn, body)
  for (const turnId of exchangesToSummarise(past)) {
    await ports.summaries.request({ turnId, chatId: turn.chatId, traceId: turn.traceId })
  }
}

/** Ends a turn that cannot be answered. Safe to repeat. */
export async function failTurn(ports: AgentPorts, turn: Turn, code: FailureCode): Promise<void> {
  const { reply, nextSeq, done } = readWhatCanBe(await ports.turns.steps(turn.id))
  const body: ReplyBody = reply ?? { kind: 'failure', code, done }
  if (!reply) {
    await ports.turns.addStep(turn.id, { seq: nextSeq, kind: 'reply', content: JSON.stringify(body) })
  }
  await sayAndFinish(ports, turn, body)
}

async function decideReply(ports: AgentPorts, drive: Drive): Promise<ReplyBody> {
  const body = await work(ports, drive).catch((error: unknown) => replyToError(drive, error))
  await record(ports, drive, 'reply', body)
  return body
}

async function work(ports: AgentPorts, drive: Drive): Promise<ReplyBody> {
  for (;;) {
    const elapsedMs = ports.clock.now().getTime() - drive.startedMs
    const move = nextMove(drive.transcript, ports.settings, elapsedMs)
    const body = toReply(move, drive.transcript)
    if (body) return body
    if (drive.transcript.nextSeq > 0 || drive.turn.cancelRequested) await throwIfCancelled(ports, drive)
    if (move.kind === 'call') await record(ports, drive, 'tool', await callTool(ports, drive, move.call))
    if (move.kind === 'ask') {
      const refusal = await ask(ports, drive, move.mayCallTools)
      if (refusal) return refusal
    }
  }
}

function toReply(move: Move, { done }: Transcript): ReplyBody | undefined {
  switch (move.kind) {
    case 'answer':
      return { kind: 'answer', markdown: move.text, canContinue: move.canContinue }
    case 'break':
      return { kind: 'answer', markdown: breakerAnswer(move.breaker, done), canContinue: true }
    case 'give-up':
      return { kind: 'failure', code: move.code, done }
    case 'ask':
    case 'call':
      return undefined
    default:
      return move satisfies never
  }
}

async function ask(ports: AgentPorts, drive: Drive, mayCallTools: boolean): Promise<ReplyBody | undefined> {
  const { turn, transcript, prompt, progress, signal } = drive
  progress.thinking()
  const answer = await ports.model.ask(
    {
      system: systemPrompt,
      contents: [...prompt.contents, ...boundResults(transcript.contents)],
      writtenBy: new Map(
        [...transcript.writtenBy].map(([index, by]) => [index + prompt.contents.length, by]),
      ),
      tools: ports.tools.map(({ declaration }) => declaration),
      mayCallTools,
      userId: turn.userId,
      traceId: turn.traceId,
    },
    (soFar) => progress.text(soFar),
    signal,
  )
  if (answer.kind === 'blocked') return { kind: 'failure', code: 'blocked_by_safety', done: transcript.done }
  const first = transcript.nextSeq === 0 && { promptParts: prompt.parts }
  const step: ModelStep =
    answer.kind === 'malformed'
      ? { malformed: answer.reason, ...first }
      : { content: answer.content, model: answer.model, truncated: answer.truncated, ...first }
  await record(ports, drive, 'model', step)
  return undefined
}

async function record(ports: AgentPorts, drive: Drive, kind: Step['kind'], content: unknown): Promise<void> {
  const step: Step = { seq: drive.transcript.nextSeq, kind, content: JSON.stringify(content) }
  await ports.turns.addStep(drive.turn.id, step)
  withStep(drive.transcript, step)
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
  if (signal.aborted || !(error instanceof AppError) || !answerable.has(error.code)) throw error
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
    replyId: `reply-${turn.id}`,
    traceId: turn.traceId,
    chatId: turn.chatId,
    turnId: turn.id,
    // In a group it must be seen who is answered.
    ...(turn.chatId < 0 && { replyToMessageId: turn.replyToMessageId }),
    body,
  })
  await ports.turns.finish(turn.id, { ...endOf(body), at: ports.clock.now() })
}

function promptOf(ports: AgentPorts, turn: Turn, past: PastExchange[]): Prompt {
  const declarations = JSON.stringify(ports.tools.map(({ declaration }) => declaration))
  return buildPrompt({
    past,
    question: turn.text,
    personName: ports.people.nameOf(turn.userId),
    now: ports.clock.localTime(turn.startedAt),
    tokenBudget: ports.settings.promptTokenBudget,
    fixedTokens: tokensOf(systemPrompt) + tokensOf(declarations),
  })
}
