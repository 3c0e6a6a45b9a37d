import type { Progress, Reply } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import type { UserFromGetMe } from 'telegraf/types'
import { deliverReply } from '../domain/deliver-reply.ts'
import type { DeliveryLedger } from '../domain/delivery-ledger.ts'
import { Drafts, type DraftPorts } from '../domain/drafts.ts'
import type { Hearing } from '../domain/hearing.ts'
import { Intake } from '../domain/intake.ts'
import { type LineClock, OutboundLines } from '../domain/outbound-lines.ts'
import { pollUpdates } from '../domain/poll-updates.ts'
import { type Telegram, TelegramFailure } from '../domain/telegram.ts'
import { Typing } from '../domain/typing.ts'
import { Wakes } from '../domain/wakes.ts'
import { duration, words } from '../domain/words.ts'
import { type IncomingUpdate, lineOf, originOf } from './telegram/incoming.ts'
import { createUpdateHandler, type TelegramPorts } from './telegram/index.ts'

/** What speaking with Telegram needs from the world. */
export interface ReignPorts extends Omit<TelegramPorts, 'wakes' | 'drafts' | 'courtesies'> {
  token: string
  telegram: Telegram
  /** Who the bot is; ends whatever else was to receive its updates. */
  identify(signal: AbortSignal): Promise<UserFromGetMe>
  /** Puts everybody's commands into Telegram's menu; never rejects. */
  publishMenus(signal: AbortSignal): Promise<void>
  getUpdates(offset: number, hold: boolean, signal: AbortSignal): Promise<IncomingUpdate[]>
  ledger: DeliveryLedger
  clock: LineClock & DraftPorts['clock']
  wake(chatId: number, traceId: string): Promise<void>
  consumeReplies(handler: (reply: Reply) => Promise<{ messageIds: number[] }>): AsyncDisposable
  listenToProgress(handler: (progress: Progress) => void): Promise<AsyncDisposable>
  assertStoreWorks(): Promise<void>
  tellAdmins(what: string, markdown: string): Promise<void>
  metrics: {
    updates(outcome: 'taken' | 'failed' | 'passed_over', count?: number): void
    part(outcome: 'delivered' | 'repeated' | 'refused'): void
    pollTrouble(): void
  }
  log: {
    info(fields: object, message: string): void
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
}

/** One reign: speaks with Telegram in both directions until `signal` aborts, then finishes what is under way. */
export async function reign(ports: ReignPorts, hearing: Hearing, signal: AbortSignal): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const { telegram, clock, ledger } = ports
  const stopping = new AbortController()
  const lines = new OutboundLines(clock, stopping.signal)
  const drafts = resources.use(new Drafts({ telegram, lines, ledger, clock }))
  const courtesy = courtesies(lines)
  const typing = resources.use(
    new Typing({
      show: (chatId) => courtesy(chatId, telegram.typing(chatId)),
      now: () => clock.now(),
      after: (ms, wake) => clock.after(ms, wake),
    }),
  )

  resources.use(await ports.listenToProgress((progress) => onProgress(progress, drafts, typing)))
  resources.use(
    ports.consumeReplies(async (reply) => {
      const count = (outcome: 'delivered' | 'repeated' | 'refused') => ports.metrics.part(outcome)
      const result = await deliverReply({ telegram, lines, ledger, drafts, count }, reply)
      typing.ended(reply.chatId)
      ports.log.info(
        { traceId: reply.traceId, replyId: reply.replyId, messages: result.messageIds.length },
        'said',
      )
      return result
    }),
  )
  // First of all the waiting ends, so that what is on its way can be finished.
  resources.defer(() => stopping.abort())

  const botInfo = await identify(ports, signal)
  if (!botInfo) return
  void ports.publishMenus(signal)
  const wakes = new Wakes((chatId, traceId) => ports.wake(chatId, traceId))
  const handle = createUpdateHandler(ports.token, botInfo, {
    ...ports,
    wakes,
    drafts,
    courtesies: {
      answerCallback: (...args) => courtesy(0, telegram.answerCallback(...args)),
      clearButtons: (...args) => courtesy(args[0], telegram.clearButtons(...args)),
    },
  })
  const intake = new Intake<IncomingUpdate>({
    lineOf,
    handle,
    async settle(line) {
      if (typeof line === 'number' && (await wakes.flush(line))) typing.touch(line)
    },
    assertStoreWorks: () => ports.assertStoreWorks(),
    passOver: (update) => passOver(ports, update),
    onFailure(update, error, tries) {
      ports.metrics.updates('failed')
      ports.log.warn(
        { updateId: update.update_id, tries, reason: messageOf(error) },
        'update not taken in yet',
      )
    },
  })
  await pollUpdates(pollPorts(ports, intake, hearing), signal)
}

function onProgress(progress: Progress, drafts: Drafts, typing: Typing): void {
  if (drafts.isFinished(progress.turnId)) return
  if (progress.progress.kind === 'done') typing.ended(progress.chatId)
  else typing.touch(progress.chatId)
  drafts.heard(progress)
}

/** Calls that nothing waits for. Their one consequence: a chat that is told to be quiet is left in peace. */
function courtesies(lines: OutboundLines) {
  return (chatId: number, call: Promise<void>): void => {
    call.catch((error: unknown) => {
      if (chatId && error instanceof TelegramFailure && error.kind === 'flood') lines.flooded(chatId, error)
    })
  }
}

async function identify(ports: ReignPorts, signal: AbortSignal): Promise<UserFromGetMe | undefined> {
  for (let waitMs = 200; !signal.aborted; waitMs = Math.min(5_000, waitMs * 2)) {
    try {
      return await ports.identify(signal)
    } catch (error) {
      if (signal.aborted) return undefined
      ports.log.warn({ reason: messageOf(error) }, 'Telegram does not say who we are yet')
      await ports.clock.sleep(waitMs, signal)
    }
  }
  return undefined
}

async function passOver(ports: ReignPorts, update: IncomingUpdate): Promise<void> {
  ports.metrics.updates('passed_over')
  ports.log.error({ updateId: update.update_id }, 'update passed over: it cannot be handled')
  const { userId, chatId, isPrivate } = originOf(update)
  if (userId === undefined || chatId === undefined || !isPrivate || !ports.people.isAllowed(userId)) return
  await ports.answers.say({ replyId: `notice-over-${update.update_id}`, chatId, markdown: words.unhandled })
}

function pollPorts(ports: ReignPorts, intake: Intake<IncomingUpdate>, hearing: Hearing) {
  return {
    getUpdates: (offset: number, hold: boolean, signal: AbortSignal) =>
      ports.getUpdates(offset, hold, signal),
    sleep: (ms: number, signal: AbortSignal) => ports.clock.sleep(ms, signal),
    intake: {
      async take(updates: IncomingUpdate[]) {
        const taken = await intake.take(updates)
        if (updates.length > taken.failed) ports.metrics.updates('taken', updates.length - taken.failed)
        return taken
      },
    },
    onHeard() {
      const deafMs = hearing.heard()
      if (deafMs === undefined) return
      ports.tellAdmins('deaf', words.deaf(duration(deafMs / 1_000))).catch(() => undefined)
    },
    onTrouble(reason: string) {
      hearing.trouble()
      ports.metrics.pollTrouble()
      ports.log.warn({ reason }, 'cannot hear Telegram')
    },
  }
}
