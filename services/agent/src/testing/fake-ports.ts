import type { Reply, RunResult } from '@aika/contracts'
import type { RecalledPassage, RecallQuery, RecallScope } from '@aika/recall'
import type { Approval, Attachment, Exchange, InboxMessage, StandingSummaries, Step, Turn } from '@aika/store'
import type { Model } from '../domain/model.ts'
import { prepareHints } from '../domain/prepare-hints.ts'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'
import { createTools } from '../domain/tools/index.ts'
import { aRun } from './a-run.ts'
import { fakeApprovals, fakeJudgement } from './fake-approvals.ts'
import { fakeFolder } from './fake-folder.ts'
import { fakeTurns } from './fake-turns.ts'
import { unscripted } from './unscripted.ts'

export * from './a-turn.ts'
export * from './scripted-model.ts'

/** The world in memory: what survives a crash is in it, what does not is in the code under test. */
export class FakeWorld {
  readonly steps = new Map<string, Step[]>()
  readonly turnsById = new Map<string, Turn>()
  readonly inbox: (InboxMessage & { turnId?: string })[] = []
  readonly replies = new Map<string, Reply>()
  /** Every command that really ran, by run id: the executor runs an id once. */
  readonly ran = new Map<string, string>()
  readonly files = new Map<string, string>()
  /** What was asked for: exchanges by their turn, folds by the number they reach. */
  readonly summaries: (string | number)[] = []
  /** Turns a sandbox was asked for, once for each time. */
  readonly prepared: string[] = []
  readonly #hints = prepareHints({
    sandboxes: { prepare: ({ id }) => void this.prepared.push(id) },
    clock: { now: () => new Date(this.nowMs) },
  })
  past: Exchange[] = []
  readonly searches: (RecallScope & RecallQuery)[] = []
  /** What search finds. */
  recalled: RecalledPassage[] | Error = []
  readonly warnings: object[] = []
  standing: StandingSummaries = { major: undefined, dailies: [], fold: undefined, coveredThrough: 0 }
  cancelled = new Set<string>()
  /** By turn and step. */
  readonly approvals = new Map<string, Approval>()
  readonly grants = new Set<string>()
  readonly attachments: Attachment[] = []
  /** Scripts that need a yes, and those that are blocked. */
  asksFor = /^rm /
  blocks = /^mount /
  /** What is left of the model's calls. */
  modelCallsLeft = Number.POSITIVE_INFINITY
  readonly incidents: unknown[] = []
  readonly begun = new Set<string>()
  runResult: RunResult | Error = aRun()
  nowMs = Date.parse('2026-11-21T10:00:00Z')
  /** Called before every effect; throwing here is a crash at that point. */
  onEffect: (what: string) => void = () => undefined

  receive(updateKey: string, text: string, more: Partial<InboxMessage> = {}): void {
    this.inbox.push({
      id: this.inbox.length + 1,
      updateKey,
      chatId: 42,
      userId: 42,
      messageId: this.inbox.length + 1,
      kind: 'message',
      text,
      sentAt: new Date(this.nowMs),
      traceId: 'trace-of-test',
      ...more,
    })
  }

  ports(model: Model, more: Partial<AgentPorts> = {}): AgentPorts {
    const people: AgentPorts['people'] = {
      nameOf: () => undefined,
      find: () => undefined,
      isAdmin: () => false,
      timeZoneOf: async () => 'Europe/Berlin',
    }
    return {
      inbox: { waiting: async (chatId) => this.inbox.filter((row) => row.chatId === chatId && !row.turnId) },
      turns: fakeTurns(this),
      exchanges: {
        recent: async (_chatId, count) => this.past.slice(-count),
        after: async (_chatId, number, count) =>
          this.past.filter((exchange) => exchange.number > number).slice(0, count),
      },
      attachments: {
        of: async (keys) => this.attachments.filter(({ id }) => keys.includes(id)),
        ofTurn: async (turnId) => {
          const taken = this.inbox.filter((row) => row.turnId === turnId).map(({ updateKey }) => updateKey)
          return this.attachments.filter(({ id }) => taken.includes(id))
        },
      },
      media: {
        load: async (_userId, attachments) => ({
          parts: attachments.map(({ mime = '', path }) => ({ inlineData: { mimeType: mime, data: path } })),
          release() {},
        }),
      },
      approvals: fakeApprovals(this),
      diffOf: (_path, before, after) => `-${before}+${after}`,
      judgeCommand: (script) => fakeJudgement(this, script),
      newApprovalId: () => `approval${String(this.approvals.size).padStart(8, '0')}`,
      limits: {
        take: async (_userId, what) => {
          if (what !== 'modelCalls' || this.modelCallsLeft-- > 0) return { ok: true }
          return { ok: false, retryAfterSeconds: 90 }
        },
      },
      incidents: {
        report: (error) => `e-00000${this.incidents.push(error)}`,
      },
      model,
      tools: createTools(people),
      runs: {
        run: async (runId, _turn, { script }) => {
          this.onEffect('run')
          if (this.runResult instanceof Error) throw this.runResult
          if (!this.ran.has(runId)) this.ran.set(runId, script)
          this.onEffect('ran')
          return this.runResult
        },
      },
      hints: this.#hints,
      folders: {
        of: () => fakeFolder(this.files, (what) => this.onEffect(what)),
        copy: () => Promise.reject(new Error('nothing is copied here')),
      },
      replies: {
        send: async (reply) => {
          this.onEffect('send')
          if (!this.replies.has(reply.replyId)) this.replies.set(reply.replyId, reply)
          this.onEffect('sent')
        },
        sendAndWait: () => Promise.reject(new Error('nothing is waited for here')),
      },
      reminders: unscripted('reminders'),
      notes: { ...unscripted<AgentPorts['notes']>('notes'), of: async () => [] },
      recall: {
        search: async (scope, query) => {
          this.searches.push({ ...scope, ...query })
          if (this.recalled instanceof Error) throw this.recalled
          return this.recalled
        },
        exchange: () => Promise.reject(new Error('no exchange is read here')),
      },
      summaries: {
        standing: async () => this.standing,
        request: async (summary) => {
          if (summary.kind === 'exchange') this.summaries.push(summary.turnId)
          else if (summary.kind === 'fold') this.summaries.push(summary.throughNumber)
          else throw new Error(`the agent does not ask for a ${summary.kind}`)
        },
      },
      progress: {
        begin: () => ({ text() {}, tool() {}, thinking() {}, [Symbol.dispose]() {} }),
      },
      cancels: {
        watch: (turn) => {
          const controller = new AbortController()
          if (this.cancelled.has(`now ${turn.id}`)) controller.abort(new TurnCancelled())
          return { signal: controller.signal, [Symbol.dispose]() {} }
        },
      },
      clock: { now: () => new Date(this.nowMs), localTime: () => 'Saturday, 21 Nov 2026, 10:00 GMT' },
      people,
      settings: {
        maxSteps: 24,
        maxModelCalls: 8,
        turnMs: 300_000,
        promptTokenBudget: 4_000,
        maxTimeoutSeconds: 300,
        judgesCommands: true,
        approvalTtlMs: 3_600_000,
      },
      log: { warn: (fields) => void this.warnings.push(fields), error() {}, info() {} },
      ...more,
    }
  }

  attach(id: string, more: Partial<Attachment> = {}): void {
    this.attachments.push({
      id,
      chatId: 42,
      userId: 42,
      traceId: 'trace-of-test',
      kind: 'photo',
      fileId: 'file',
      name: 'a.png',
      path: 'cache/a.png',
      createdAt: new Date(this.nowMs),
      mime: 'image/png',
      bytes: 10,
      state: 'ready',
      problem: undefined,
      ...more,
    })
  }

  /** The person presses a button. */
  decide(turnId: string, step: number, state: Approval['state']): void {
    const asked = this.approvals.get(`${turnId} ${step}`)
    if (!asked) throw new Error(`nothing was asked at step ${step} of ${turnId}`)
    this.approvals.set(`${turnId} ${step}`, { ...asked, state })
    const turn = this.turnsById.get(turnId)
    if (turn) this.turnsById.set(turnId, { ...turn, status: 'running' })
  }
}
