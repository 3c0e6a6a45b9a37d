import type { Progress, Reply, ReplyResult } from '@aika/contracts'
import { deliverReply, type DeliverReplyPorts } from '../domain/deliver-reply.ts'
import { Drafts, type DraftPorts } from '../domain/drafts.ts'
import { type LineClock, OutboundLines } from '../domain/outbound-lines.ts'
import { TelegramFailure } from '../domain/telegram.ts'
import { Typing } from '../domain/typing.ts'

/** What saying things needs from the world. */
export interface SpeakPorts extends Omit<DeliverReplyPorts, 'lines' | 'drafts' | 'count'> {
  clock: LineClock & DraftPorts['clock']
  /** Whether Telegram's own drafts are wanted. */
  isFramed: boolean
  consumeReplies(handler: (reply: Reply) => Promise<ReplyResult>): AsyncDisposable
  listenToProgress(handler: (progress: Progress) => void): Promise<AsyncDisposable>
  metrics: { part(outcome: 'delivered' | 'repeated' | 'refused'): void }
  log: { info(fields: object, message: string): void }
}

/** What the other direction may do with what is being said. */
export interface Speech extends AsyncDisposable {
  drafts: Pick<Drafts, 'expect' | 'close'>
  typing: Pick<Typing, 'touch'>
  /** Makes a call that nothing waits for, unless Telegram wants this chat to be left in peace; its failure harms nothing. */
  courtesy(chatId: number, call: () => Promise<void>): void
}

/** Says what is on the queue of replies and shows what turns are doing. Disposal finishes what is under way. */
export async function speak(ports: SpeakPorts): Promise<Speech> {
  await using resources = new AsyncDisposableStack()
  const { telegram, ledger, clock } = ports
  const stopping = new AbortController()
  const lines = new OutboundLines(clock, stopping.signal)
  const drafts = resources.use(new Drafts({ telegram, lines, ledger, clock }, ports.isFramed))
  const courtesy = courtesies(lines)
  const typing = resources.use(
    new Typing({
      show: (chatId) => courtesy(chatId, () => telegram.typing(chatId)),
      now: () => clock.now(),
      after: (ms, wake) => clock.after(ms, wake),
    }),
  )

  resources.use(await ports.listenToProgress((progress) => onProgress(progress, drafts, typing)))
  const count: DeliverReplyPorts['count'] = (outcome) => ports.metrics.part(outcome)
  resources.use(
    ports.consumeReplies(async (reply) => {
      const result = await deliverReply({ ...ports, lines, drafts, count }, reply)
      typing.ended(reply.chatId)
      drafts.passed(reply.chatId)
      const { traceId, replyId } = reply
      ports.log.info({ traceId, replyId, messages: result.messageIds.length }, 'said')
      return result
    }),
  )
  // First of all the waiting ends, so that what is on its way can be finished.
  resources.defer(() => stopping.abort())
  const owned = resources.move()
  return { drafts, typing, courtesy, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function onProgress(progress: Progress, drafts: Drafts, typing: Typing): void {
  if (drafts.isFinished(progress.turnId)) return
  if (progress.progress.kind === 'done') typing.ended(progress.chatId)
  else typing.touch(progress.chatId)
  drafts.heard(progress)
}

function courtesies(lines: OutboundLines): Speech['courtesy'] {
  return (chatId, call) => {
    if (lines.isQuiet(chatId)) return
    call().catch((error: unknown) => {
      if (error instanceof TelegramFailure && error.kind === 'flood') lines.flooded(chatId, error)
    })
  }
}
