import type { RunResult, Summary } from '@aika/contracts'
import type { Attachment, Attachments, Inbox, Turn, Turns } from '@aika/store'
import type { BreakerLimits } from './breakers.ts'
import type { Model, Part } from './model.ts'
import type { PrepareHints } from './prepare-hints.ts'
import type { PermissionPorts } from './permission/permit.ts'
import type { ConversationPorts } from './read-conversation.ts'
import type { ToolPorts } from './tools/tool-ports.ts'
import type { RunCommand, Tool } from './tools/tool.ts'

/** What a running turn shows in the chat. Lossy, cheap, and silent for a turn that is over at once. */
export interface TurnProgress extends Disposable {
  text(soFar: string): void
  tool(label: string): void
  thinking(): void
}

/** What answering needs from the world. Adapters implement it, tests fake it. */
export interface AgentPorts extends PermissionPorts, ToolPorts, ConversationPorts {
  inbox: Pick<Inbox, 'waiting'>
  turns: Pick<
    Turns,
    'unfinished' | 'start' | 'steps' | 'addStep' | 'finish' | 'cancelRequested' | 'beginCall' | 'hasBegun'
  >
  attachments: Pick<Attachments, 'of' | 'ofTurn'>
  media: {
    /**
     * The bytes of a person's pictures and sound, as parts of a message; what is too large, gone or of another kind is
     * left out. Waits where others hold much in memory already, until `signal` aborts: call `release` when the model has
     * answered.
     */
    load(
      userId: number,
      attachments: Attachment[],
      signal: AbortSignal,
    ): Promise<{ parts: Part[]; release(): void }>
  }
  model: Model
  tools: Tool[]
  runs: {
    /**
     * Runs a command in the sandbox once: the same `runId` finds the first result. Aborting ends the command.
     * @throws AppError `job_failed`, `job_timed_out`
     */
    run(runId: string, turn: Turn, command: RunCommand, signal: AbortSignal): Promise<RunResult>
  }
  hints: PrepareHints
  summaries: ConversationPorts['summaries'] & { request(summary: Summary): Promise<void> }
  progress: { begin(turn: Turn): TurnProgress }
  /** Aborts with `TurnCancelled` when the person says stop. */
  cancels: { watch(turn: Turn): { signal: AbortSignal } & Disposable }
  clock: ConversationPorts['clock']
  limits: {
    /**
     * Takes from what a person may do in an hour.
     * @param once - names what is taken for: the same again takes nothing and goes through.
     */
    take(
      userId: number,
      what: 'runs' | 'modelCalls',
      amount?: number,
      once?: string,
    ): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }>
  }
  incidents: {
    /** Returns at once and never throws. @returns what the person can quote. */
    report(error: unknown, context: { traceId: string; turnId: string; userId: number }): string
  }
  settings: AgentSettings
  log: {
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
    info(fields: object, message: string): void
  }
}

export interface AgentSettings extends BreakerLimits {
  promptTokenBudget: number
  maxTimeoutSeconds: number
  /** Whether a command may be refused, or need a yes, for what its syntax says. */
  judgesCommands: boolean
  /** How long a card may be answered. */
  approvalTtlMs: number
}

/** The person said stop. */
export class TurnCancelled extends Error {
  constructor() {
    super('stopped by the person')
    this.name = 'TurnCancelled'
  }
}
