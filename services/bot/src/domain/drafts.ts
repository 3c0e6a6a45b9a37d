import type { Progress } from '@aika/contracts'
import { encodeWish } from './callback-data.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'
import type { OutboundLines } from './outbound-lines.ts'
import { RecentIds } from './recent-ids.ts'
import { renderTail } from './rendering/render.ts'
import { type OutgoingText, type Telegram, TelegramFailure } from './telegram.ts'
import { duration, words } from './words.ts'

export interface DraftPorts {
  telegram: Pick<Telegram, 'send' | 'edit'>
  lines: OutboundLines
  ledger: Pick<DeliveryLedger, 'begin' | 'sent' | 'notSent'>
  clock: {
    now(): number
    /** Calls `wake` once after `ms`; the returned function takes that back. */
    after(ms: number, wake: () => void): () => void
  }
}

/** Whose draft: a reply or a progress message says both. */
export interface DraftOf {
  turnId?: string | undefined
  chatId: number
}

interface Draft {
  chatId: number
  turnId: string
  /** The answer so far. */
  text: string
  tool: { label: string; startedAt: number } | undefined
  messageId: number | undefined
  /** It may stand in the chat under an id that nobody knows: leave it alone. */
  isLost: boolean
  lastText: string
  beganAt: number
  lastFrameAt: number
  lastHeardAt: number
  cancelTimer: (() => void) | undefined
}

/** Work that is done sooner never shows a draft. */
const firstFrameMs = 1_000
const betweenFramesMs = 1_000
/** A command that runs longer gets a line that says so, renewed at this pace. */
const toolLineMs = 3_000
const toolPaceMs = 4_000
const draftUnits = 3_800
/** Whoever takes over the turn of an agent that died is heard sooner than that. */
const silentMs = 10 * 60_000

/** What a running turn shows: one message a turn, edited at most once a second, with a Stop button under it. */
export class Drafts implements Disposable {
  readonly #ports: DraftPorts
  /** In the order of their beginnings. */
  readonly #drafts = new Map<string, Draft>()
  readonly #known = new RecentIds(5_000)
  readonly #finished = new RecentIds(5_000)
  #isOver = false

  constructor(ports: DraftPorts) {
    this.#ports = ports
  }

  /** A turn of this id may begin now: it has no draft from before this process. */
  expect(turnId: string): void {
    this.#known.add(turnId)
  }

  /** Whether the turn was answered already; progress may come late. */
  isFinished(turnId: string): boolean {
    return this.#finished.has(turnId)
  }

  heard({ turnId, chatId, progress }: Progress): void {
    if (this.isFinished(turnId)) return
    if (progress.kind === 'thinking' && !this.#drafts.has(turnId)) return
    const draft = this.#draft(turnId, chatId)
    const now = this.#ports.clock.now()
    draft.lastHeardAt = now
    if (progress.kind === 'done') return stopTimer(draft)
    if (progress.kind === 'text') draft.text = progress.markdown
    const isTool = progress.kind === 'tool'
    draft.tool = isTool ? { label: progress.label, startedAt: now - progress.elapsedMs } : undefined
    this.#schedule(draft)
  }

  /** The turn's reply is there: no frame follows. */
  close({ turnId, chatId }: DraftOf): void {
    if (!turnId) return
    this.#finished.add(turnId)
    const draft = this.#drafts.get(turnId)
    if (!draft) return
    stopTimer(draft)
    this.#ports.lines.dropFrame(chatId)
  }

  /** The answer as far as it was streamed, Markdown; empty where nothing was. */
  textSoFar(turnId: string): string {
    return this.#drafts.get(turnId)?.text ?? ''
  }

  /** The message that holds the turn's draft. One from before a restart is found in the ledger. */
  async find({ turnId, chatId }: DraftOf): Promise<number | undefined> {
    if (!turnId) return undefined
    const messageId = this.#drafts.get(turnId)?.messageId
    if (messageId !== undefined || this.#known.has(turnId)) return messageId
    this.#known.add(turnId)
    const { ledger } = this.#ports
    const earlier = await ledger.begin(draftId(turnId), 0, chatId)
    if (earlier.state === 'fresh') await ledger.notSent(draftId(turnId), 0)
    if (earlier.state !== 'settled') return undefined
    return (this.#draft(turnId, chatId).messageId = earlier.messageId)
  }

  /** The draft became the answer, or is gone. */
  forget({ turnId }: DraftOf): void {
    if (turnId) this.#drafts.delete(turnId)
  }

  /** No frame follows, of no turn. */
  [Symbol.dispose](): void {
    this.#isOver = true
    for (const draft of this.#drafts.values()) stopTimer(draft)
  }

  #draft(turnId: string, chatId: number): Draft {
    const known = this.#drafts.get(turnId)
    if (known) return known
    const now = this.#ports.clock.now()
    this.#dropSilent(now - silentMs)
    const draft = newDraft(turnId, chatId, now)
    this.#drafts.set(turnId, draft)
    return draft
  }

  #dropSilent(before: number): void {
    for (const [turnId, { lastHeardAt }] of this.#drafts) {
      if (lastHeardAt > before) return
      this.#drafts.delete(turnId)
    }
  }

  #schedule(draft: Draft): void {
    stopTimer(draft)
    const hasNothing = !draft.text && !draft.tool && draft.messageId === undefined
    if (this.#isOver || draft.isLost || hasNothing) return
    const wait = Math.max(0, nextFrameAt(draft) - this.#ports.clock.now())
    draft.cancelTimer = this.#ports.clock.after(wait, () => {
      draft.cancelTimer = undefined
      this.#ports.lines.show(draft.chatId, () => this.#frame(draft))
    })
  }

  async #frame(draft: Draft): Promise<void> {
    const now = this.#ports.clock.now()
    const text = textOf(draft, now)
    draft.lastFrameAt = now
    if (this.isFinished(draft.turnId)) return
    if (text !== draft.lastText) await this.#showText(draft, text)
    // While a command runs nothing new may be heard, but its time goes on.
    const isHeard = now - draft.lastHeardAt < 3 * toolPaceMs
    if (draft.tool && isHeard && !this.isFinished(draft.turnId)) this.#schedule(draft)
  }

  async #showText(draft: Draft, text: string): Promise<void> {
    // A command's line is over when the command is.
    const rendered = renderTail(text || (draft.messageId === undefined ? '' : words.thinking), draftUnits)
    if (!rendered) return
    try {
      await this.#put(draft, { ...rendered, buttons: [stopButton(draft.turnId)] })
      draft.lastText = text
    } catch (error) {
      // A frame may be lost: the next one, or the answer, says it all again.
      if (!(error instanceof TelegramFailure)) return
      if (error.kind === 'flood') this.#ports.lines.flooded(draft.chatId, error)
      if (error.kind === 'gone' || error.kind === 'refused') draft.isLost = true
    }
  }

  async #put(draft: Draft, message: OutgoingText): Promise<void> {
    const { turnId, chatId } = draft
    const { telegram, ledger } = this.#ports
    const messageId = await this.find(draft)
    if (messageId !== undefined) return telegram.edit(chatId, messageId, message)
    const { state } = await ledger.begin(draftId(turnId), 0, chatId)
    draft.isLost = state !== 'fresh'
    if (draft.isLost) return
    try {
      draft.messageId = await telegram.send(chatId, message)
      await ledger.sent(draftId(turnId), 0, draft.messageId)
    } catch (error) {
      draft.isLost = !(error instanceof TelegramFailure) || error.mayHaveArrived
      if (!draft.isLost) await ledger.notSent(draftId(turnId), 0)
      throw error
    }
  }
}

const draftId = (turnId: string) => `draft-${turnId}`

const stopButton = (turnId: string) => ({ text: words.stop, data: encodeWish({ kind: 'stop', turnId }) })

function newDraft(turnId: string, chatId: number, now: number): Draft {
  return {
    turnId,
    chatId,
    text: '',
    tool: undefined,
    messageId: undefined,
    isLost: false,
    lastText: '',
    beganAt: now,
    lastFrameAt: 0,
    lastHeardAt: now,
    cancelTimer: undefined,
  }
}

function stopTimer(draft: Draft): void {
  draft.cancelTimer?.()
  draft.cancelTimer = undefined
}

function nextFrameAt({ text, lastText, tool, beganAt, lastFrameAt }: Draft): number {
  const due = tool && text === lastText ? Math.max(tool.startedAt + toolLineMs, lastFrameAt + toolPaceMs) : 0
  return Math.max(due, beganAt + firstFrameMs, lastFrameAt + betweenFramesMs)
}

function textOf({ text, tool }: Draft, now: number): string {
  const elapsedMs = tool ? now - tool.startedAt : 0
  if (!tool || elapsedMs < toolLineMs) return text
  const line = `⏳ ${tool.label} · ${duration(elapsedMs / 1_000)}`
  return text ? `${text}\n\n${line}` : line
}
