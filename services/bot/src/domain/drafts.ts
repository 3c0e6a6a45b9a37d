import type { Progress } from '@aika/contracts'
import { EditedDrafts, type EditedDraftPorts } from './draft-by-edits.ts'
import { FramedDrafts } from './draft-by-frames.ts'
import type { DraftOf } from './draft-of.ts'
import type { OutboundLines } from './outbound-lines.ts'
import { RecentIds } from './recent-ids.ts'
import { renderTail } from './rendering/render.ts'
import { type Telegram, TelegramFailure } from './telegram.ts'
import { duration, words } from './words.ts'

export interface DraftPorts extends EditedDraftPorts {
  telegram: Pick<Telegram, 'send' | 'edit' | 'showDraft'>
  lines: OutboundLines
  clock: {
    now(): number
    /** Calls `wake` once after `ms`; the returned function takes that back. */
    after(ms: number, wake: () => void): () => void
  }
}

interface Draft extends DraftOf {
  /** The answer so far. */
  text: string
  tool: { label: string; startedAt: number } | undefined
  /** What the last frame showed, with and without the tool's line; undefined before the first. */
  lastShown: { frame: string; text: string; at: number } | undefined
  beganAt: number
  lastFrameAt: number
  lastHeardAt: number
  cancelTimer: (() => void) | undefined
}

/** Work that is done sooner never shows a draft. */
const firstFrameMs = 1_000
const betweenEditsMs = 1_000
const betweenFramesMs = 300
/** Telegram's own drafts live for 30 s. */
const renewMs = 20_000
/** A command that runs longer gets a line that says so, renewed at this pace. */
const toolLineMs = 3_000
const toolPaceMs = 4_000
const draftUnits = 3_800
/** Whoever takes over the turn of an agent that died is heard sooner than that. */
const silentMs = 10 * 60_000

/** What a running turn shows, frame by frame: as Telegram's own draft where there is one, else as a message that is edited. */
export class Drafts implements Disposable {
  readonly #ports: DraftPorts
  readonly #framed: FramedDrafts
  readonly #edited: EditedDrafts
  /** In the order of their beginnings. */
  readonly #drafts = new Map<string, Draft>()
  /** Of turns that ran again. */
  readonly #attempts = new Map<string, number>()
  readonly #finished = new RecentIds(5_000)
  #isOver = false

  /** @param isFramed - whether Telegram's own drafts are wanted. */
  constructor(ports: DraftPorts, isFramed: boolean) {
    this.#ports = ports
    this.#framed = new FramedDrafts(ports.telegram, isFramed)
    this.#edited = new EditedDrafts(ports)
  }

  /** A turn of this id may begin now, or run again: it has no draft from before this process. */
  expect(turnId: string, attempt = 0): void {
    this.#finished.delete(turnId)
    if (attempt > 0) this.#attempts.set(turnId, attempt)
    this.#edited.expect({ turnId, chatId: 0, attempt })
  }

  /** Whether the turn was answered or stopped already; progress may come late. */
  isFinished(turnId: string): boolean {
    return this.#finished.has(turnId)
  }

  heard({ turnId, chatId, progress }: Progress): void {
    if (this.isFinished(turnId)) return
    if (progress.kind === 'thinking' && !this.#drafts.has(turnId) && !this.#framed.isFor(chatId)) return
    const draft = this.#draft(turnId, chatId)
    const now = this.#ports.clock.now()
    draft.lastHeardAt = now
    if (progress.kind === 'done') return pause(draft)
    if (progress.kind === 'text') draft.text = progress.markdown
    const isTool = progress.kind === 'tool'
    draft.tool = isTool ? { label: progress.label, startedAt: now - progress.elapsedMs } : undefined
    this.#schedule(draft)
  }

  /** The turn's reply is there, or it was stopped: no frame follows. */
  close(turnId: string, chatId: number): void {
    this.#finished.add(turnId)
    this.#attempts.delete(turnId)
    const draft = this.#drafts.get(turnId)
    if (!draft) return
    stopTimer(draft)
    this.#ports.lines.dropFrame(chatId)
  }

  /** A message was said in this chat: Telegram's own drafts are gone with it, and are shown again. */
  passed(chatId: number): void {
    if (!this.#framed.isFor(chatId)) return
    for (const draft of this.#drafts.values()) {
      if (draft.chatId !== chatId || !draft.lastShown || this.isFinished(draft.turnId)) continue
      draft.lastShown = undefined
      this.#schedule(draft)
    }
  }

  /** The answer as far as it was streamed, Markdown; empty where nothing was. */
  textSoFar(turnId: string): string {
    return this.#drafts.get(turnId)?.text ?? ''
  }

  /** The message that the answer is to take over, where there is one. One from before a restart is found in the ledger. */
  find(draft: DraftOf): Promise<number | undefined> {
    return this.#edited.find(draft)
  }

  /** The draft became the answer, or is gone. */
  forget(draft: DraftOf): void {
    this.#edited.forget(draft)
    this.#drafts.delete(draft.turnId)
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
    const draft = newDraft({ turnId, chatId, attempt: this.#attempts.get(turnId) ?? 0 }, now)
    this.#drafts.set(turnId, draft)
    return draft
  }

  #dropSilent(before: number): void {
    for (const draft of this.#drafts.values()) {
      if (draft.lastHeardAt > before) return
      this.forget(draft)
    }
  }

  #schedule(draft: Draft): void {
    stopTimer(draft)
    const isFramed = this.#framed.isFor(draft.chatId)
    const hasNothing = !draft.text && !draft.tool && !isFramed && !this.#edited.isShown(draft)
    if (this.#isOver || hasNothing) return
    const wait = Math.max(0, nextFrameAt(draft, isFramed) - this.#ports.clock.now())
    draft.cancelTimer = this.#ports.clock.after(wait, () => {
      draft.cancelTimer = undefined
      this.#ports.lines.show(draft.chatId, () => this.#frame(draft))
    })
  }

  async #frame(draft: Draft): Promise<void> {
    const now = this.#ports.clock.now()
    draft.lastFrameAt = now
    if (this.isFinished(draft.turnId)) return
    const frame = frameOf(draft, now)
    const { lastShown, text } = draft
    const isFading = this.#framed.isFor(draft.chatId) && lastShown && now - lastShown.at >= renewMs
    if (frame !== lastShown?.frame || isFading) {
      if (await this.#show(draft, frame)) draft.lastShown = { frame, text, at: now }
    }
    // While a command runs nothing new may be heard, but its time goes on.
    const isHeard = now - draft.lastHeardAt < 3 * toolPaceMs
    if (draft.tool && isHeard && !this.isFinished(draft.turnId)) this.#schedule(draft)
  }

  /** @returns whether it is shown. A frame may be lost: the next one, or the answer, says it all again. */
  async #show(draft: Draft, frame: string): Promise<boolean> {
    const rendered = renderTail(frame, draftUnits)
    const isFramed = this.#framed.isFor(draft.chatId)
    try {
      if (isFramed) await this.#framed.show(draft, rendered)
      else {
        // A command's line is over when the command is.
        const text =
          rendered ?? (this.#edited.isShown(draft) ? renderTail(words.thinking, draftUnits) : undefined)
        if (text) await this.#edited.show(draft, text)
      }
      return true
    } catch (error) {
      if (!(error instanceof TelegramFailure)) return false
      if (error.kind === 'flood') this.#ports.lines.flooded(draft.chatId, error)
      if (error.kind === 'gone') this.close(draft.turnId, draft.chatId)
      if (isFramed && !this.#framed.isFor(draft.chatId)) this.#schedule(draft)
      return false
    }
  }
}

function newDraft(of: DraftOf, now: number): Draft {
  return {
    ...of,
    text: '',
    tool: undefined,
    lastShown: undefined,
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

/** Nobody works on the turn: it ended, or waits for somebody's yes. */
function pause(draft: Draft): void {
  stopTimer(draft)
  draft.lastShown = undefined
}

function nextFrameAt({ text, lastShown, tool, beganAt, lastFrameAt }: Draft, isFramed: boolean): number {
  const isLineAlone = tool && text === (lastShown?.text ?? '')
  const due = isLineAlone ? Math.max(tool.startedAt + toolLineMs, lastFrameAt + toolPaceMs) : 0
  return Math.max(due, beganAt + firstFrameMs, lastFrameAt + (isFramed ? betweenFramesMs : betweenEditsMs))
}

/** What a frame shows, Markdown; empty: that the turn thinks. */
function frameOf({ text, tool }: Draft, now: number): string {
  const elapsedMs = tool ? now - tool.startedAt : 0
  if (!tool || elapsedMs < toolLineMs) return text
  const line = `⏳ ${tool.label} · ${duration(elapsedMs / 1_000)}`
  return text ? `${text}\n\n${line}` : line
}
