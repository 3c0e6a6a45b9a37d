import type { Reply, RunResult } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Exchange, InboxMessage, Step, Turn } from '@aika/store'
import type { Model, ModelAnswer, ModelRequest, Part } from '../domain/model.ts'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'
import { tools } from '../domain/tools/index.ts'

/** What a scripted model says next; a function may look at the request, or throw. */
export type Line = ModelAnswer | ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>)

export const says = (text: string): ModelAnswer => content([{ text }])
export const calls = (...list: [name: string, args: Record<string, unknown>][]): ModelAnswer =>
  content(
    list.map(([name, args], index) => ({
      functionCall: { name, args },
      ...(index === 0 && { thoughtSignature: 'signed' }),
    })),
  )
const content = (parts: Part[]): ModelAnswer => ({
  kind: 'content',
  content: { role: 'model', parts },
  model: 'gemini-test',
  truncated: false,
})

/** Says its lines in order and fails loudly when asked for more. */
export class ScriptedModel implements Model {
  readonly requests: ModelRequest[] = []
  readonly #lines: Line[]

  constructor(...lines: Line[]) {
    this.#lines = lines
  }

  async ask(
    request: ModelRequest,
    _onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<ModelAnswer> {
    signal.throwIfAborted()
    const line = this.#lines[this.requests.length]
    this.requests.push(structuredClone(request))
    if (!line) throw new Error(`the model was asked ${this.requests.length} times, its script is over`)
    return typeof line === 'function' ? line(request) : line
  }
}

export const aTurn = (more: Partial<Turn> = {}): Turn => ({
  number: 1,
  id: 'tg-1-1',
  chatId: 42,
  userId: 42,
  replyToMessageId: 7,
  traceId: 'trace-of-test',
  text: 'hello',
  status: 'running',
  startedAt: new Date('2026-11-21T10:00:00Z'),
  cancelRequested: false,
  ...more,
})

const ran: RunResult = {
  stoppedReason: 'exit',
  exitCode: 0,
  stdout: '3\n',
  stderr: '',
  omittedBytes: 0,
  durationMs: 5,
  timeoutSeconds: 30,
}

/** The world in memory: what survives a crash is in it, what does not is in the code under test. */
export class FakeWorld {
  readonly steps = new Map<string, Step[]>()
  readonly turnsById = new Map<string, Turn>()
  readonly inbox: (InboxMessage & { turnId?: string })[] = []
  readonly replies = new Map<string, Reply>()
  /** Every command that really ran, by run id: the executor runs an id once. */
  readonly ran = new Map<string, string>()
  readonly files = new Map<string, string>()
  readonly summaries: string[] = []
  past: Exchange[] = []
  cancelled = new Set<string>()
  runResult: RunResult | Error = ran
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
    return {
      inbox: { waiting: async (chatId) => this.inbox.filter((row) => row.chatId === chatId && !row.turnId) },
      turns: this.#turns(),
      exchanges: { recent: async (_chatId, count) => this.past.slice(-count) },
      model,
      tools,
      runs: {
        run: async (runId, _turn, { script }) => {
          this.onEffect('run')
          if (this.runResult instanceof Error) throw this.runResult
          if (!this.ran.has(runId)) this.ran.set(runId, script)
          this.onEffect('ran')
          return this.runResult
        },
      },
      folders: { of: () => this.#folder() },
      replies: {
        send: async (reply) => {
          this.onEffect('send')
          if (!this.replies.has(reply.replyId)) this.replies.set(reply.replyId, reply)
          this.onEffect('sent')
        },
      },
      summaries: { request: async ({ turnId }) => void this.summaries.push(turnId) },
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
      people: { nameOf: () => undefined },
      settings: {
        maxSteps: 24,
        maxModelCalls: 8,
        turnMs: 300_000,
        promptTokenBudget: 4_000,
        maxTimeoutSeconds: 300,
      },
      log: { warn() {}, error() {}, info() {} },
      ...more,
    }
  }

  #turns(): AgentPorts['turns'] {
    return {
      unfinished: async (chatId) =>
        [...this.turnsById.values()].find((turn) => turn.chatId === chatId && turn.status === 'running'),
      start: async (turn, ids) => {
        this.onEffect('start')
        const started = aTurn({ ...turn, number: this.turnsById.size + 1 })
        this.turnsById.set(turn.id, started)
        for (const row of this.inbox) if (ids.includes(row.id)) row.turnId = turn.id
        return started
      },
      steps: async (turnId) => structuredClone(this.steps.get(turnId) ?? []),
      addStep: async (turnId, step) => {
        this.onEffect(`store ${step.kind}`)
        const steps = this.steps.get(turnId) ?? []
        if (steps.some(({ seq }) => seq === step.seq)) {
          throw new AppError('step_taken', 'taken', { retryable: true })
        }
        this.steps.set(turnId, [...steps, step])
        this.onEffect(`stored ${step.kind}`)
      },
      finish: async (turnId, { status }) => {
        this.onEffect('finish')
        const turn = this.turnsById.get(turnId)
        if (turn) this.turnsById.set(turnId, { ...turn, status })
      },
      cancelRequested: async (turnId) => this.cancelled.has(turnId),
    }
  }

  #folder(): ReturnType<AgentPorts['folders']['of']> {
    return {
      readText: async (path) => {
        const text = this.files.get(path)
        if (text === undefined) throw new AppError('not_found', `${path} is not there`, { retryable: false })
        return { text, readBytes: Buffer.byteLength(text), totalBytes: Buffer.byteLength(text) }
      },
      writeText: async (path, text) => {
        this.onEffect('write')
        this.files.set(path, text)
      },
      list: async () => ({
        entries: [...this.files].map(([path, text]) => ({ path, type: 'file', bytes: text.length })),
        complete: true,
      }),
    }
  }
}
