import { messageOf } from '@aika/errors'
import type { IncidentContext } from '@aika/service-kit'
import type { UserFromGetMe } from 'telegraf/types'
import type { Blockage, Hearing } from '../domain/hearing.ts'
import { Intake } from '../domain/intake.ts'
import { pollUpdates } from '../domain/poll-updates.ts'
import { Wakes } from '../domain/wakes.ts'
import { duration, words } from '../domain/words.ts'
import { speak, type SpeakPorts } from './speak.ts'
import { type IncomingUpdate, lineOf, originOf } from './telegram/incoming.ts'
import { createUpdateHandler, type TelegramPorts } from './telegram/index.ts'

/** What speaking with Telegram needs from the world. */
export interface ReignPorts
  extends Omit<TelegramPorts, 'wakes' | 'drafts' | 'courtesies'>, Omit<SpeakPorts, 'timeZones'> {
  token: string
  /** Who the bot is; ends whatever else was to receive its updates. */
  identify(signal: AbortSignal): Promise<UserFromGetMe>
  /** Puts people's commands into Telegram's menu; never rejects. */
  menus: TelegramPorts['menus'] & { publishAll(signal: AbortSignal): Promise<void> }
  getUpdates(offset: number, hold: boolean, signal: AbortSignal): Promise<IncomingUpdate[]>
  /** A poll that takes longer is ended, whatever became of its call. */
  stuckMs: number
  wake(chatId: number, traceId: string): Promise<void>
  assertStoreWorks(): Promise<void>
  tellAdmins(what: string, markdown: string): Promise<void>
  metrics: SpeakPorts['metrics'] & {
    updates(outcome: 'taken' | 'failed' | 'passed_over', count?: number): void
    pollTrouble(): void
  }
  /** Returns a short id that people can quote. */
  incidents: { report(error: unknown, context: IncidentContext): string }
  log: {
    info(fields: object, message: string): void
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
}

/** One reign: speaks with Telegram in both directions until `signal` aborts, then finishes what is under way. */
export async function reign(ports: ReignPorts, hearing: Hearing, signal: AbortSignal): Promise<void> {
  await using speech = await speak(ports)
  const { telegram } = ports
  const { drafts, typing, courtesy } = speech

  const botInfo = await identify(ports, hearing, signal)
  if (!botInfo) return
  void ports.menus.publishAll(signal)
  const wakes = new Wakes((chatId, traceId) => ports.wake(chatId, traceId))
  const handle = createUpdateHandler(ports.token, botInfo, {
    ...ports,
    wakes,
    drafts,
    courtesies: {
      answerCallback: (...args) => void telegram.answerCallback(...args).catch(() => undefined),
      clearButtons: (...args) => courtesy(args[0], () => telegram.clearButtons(...args)),
    },
    control: {
      ...ports.control,
      cancel(chatId, turnId) {
        // Its draft, with Telegram's own Stop under it, does not come back.
        drafts.close(turnId, chatId)
        return ports.control.cancel(chatId, turnId)
      },
    },
  })
  const intake = new Intake<IncomingUpdate>({
    lineOf,
    handle,
    async settle(line) {
      if (typeof line === 'number' && (await wakes.flush(line))) typing.touch(line)
    },
    assertStoreWorks: () => ports.assertStoreWorks(),
    passOver: (update, error) => passOver(ports, update, error),
    onTaken: (count) => ports.metrics.updates('taken', count),
    sleep: (ms, signal) => ports.clock.sleep(ms, signal),
    onFailure(update, error, tries) {
      ports.metrics.updates('failed')
      ports.log.warn(
        { updateId: update.update_id, tries, reason: messageOf(error) },
        'update not taken in yet',
      )
    },
  })
  await pollUpdates(pollPorts(ports, intake, hearing, signal), signal)
}

async function identify(
  ports: ReignPorts,
  hearing: Hearing,
  signal: AbortSignal,
): Promise<UserFromGetMe | undefined> {
  for (let waitMs = 200; !signal.aborted; waitMs = Math.min(5_000, waitMs * 2)) {
    try {
      return await ports.identify(signal)
    } catch (error) {
      if (signal.aborted) return undefined
      onTrouble(ports, hearing, error)
      await ports.clock.sleep(waitMs, signal)
    }
  }
  return undefined
}

async function passOver(ports: ReignPorts, update: IncomingUpdate, error: unknown): Promise<void> {
  ports.metrics.updates('passed_over')
  ports.log.error({ updateId: update.update_id }, 'update passed over: it cannot be handled')
  const { userId, chatId, isPrivate } = originOf(update)
  const incidentId = ports.incidents.report(error, { what: 'update', updateId: update.update_id, userId })
  if (userId === undefined || chatId === undefined || !isPrivate || !ports.people.isAllowed(userId)) return
  const markdown = `${words.unhandled} ${words.reported(incidentId)}`
  await ports.answers.say({ replyId: `notice-over-${update.update_id}`, chatId, markdown })
}

function pollPorts(ports: ReignPorts, intake: Intake<IncomingUpdate>, hearing: Hearing, signal: AbortSignal) {
  return {
    getUpdates: (offset: number, hold: boolean, signal: AbortSignal) =>
      ports.getUpdates(offset, hold, signal),
    sleep: (ms: number, signal: AbortSignal) => ports.clock.sleep(ms, signal),
    stuckMs: ports.stuckMs,
    intake,
    onHeard() {
      const deafMs = hearing.heard()
      if (deafMs === undefined) return
      ports.tellAdmins('deaf', words.deaf(duration(deafMs / 1_000))).catch(() => undefined)
    },
    onTrouble(error: unknown) {
      const blockage = onTrouble(ports, hearing, error)
      // What stands in the way is taken away by what begins a reign, too.
      if (blockage === 'webhook') ports.identify(signal).catch(() => undefined)
    },
  }
}

function onTrouble(ports: ReignPorts, hearing: Hearing, error: unknown): Blockage | undefined {
  const { blockage, isToBeTold } = hearing.trouble(error)
  ports.metrics.pollTrouble()
  ports.log.warn({ reason: messageOf(error) }, 'cannot hear Telegram')
  if (!blockage || !isToBeTold) return blockage
  ports.log.error({ blockage }, words.blocked[blockage])
  ports.tellAdmins(blockage.replace('_', '-'), words.blocked[blockage]).catch(() => undefined)
  return blockage
}
