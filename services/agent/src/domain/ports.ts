import type { Reply, RunResult } from '@aika/contracts'
import type { Exchanges, Inbox, Turn, Turns } from '@aika/store'
import type { BreakerLimits } from './breakers.ts'
import type { Model } from './model.ts'
import type { RunCommand, Tool, ToolFolder } from './tools/tool.ts'

/** What a running turn shows in the chat. Lossy, cheap, and silent for a turn that is over at once. */
export interface TurnProgress extends Disposable {
  text(soFar: string): void
  tool(label: string): void
  thinking(): void
}

/** What answering needs from the world. Adapters implement it, tests fake it. */
export interface AgentPorts {
  inbox: Pick<Inbox, 'waiting'>
  turns: Pick<Turns, 'unfinished' | 'start' | 'steps' | 'addStep' | 'finish' | 'cancelRequested'>
  exchanges: Pick<Exchanges, 'recent'>
  model: Model
  tools: Tool[]
  runs: {
    /**
     * Runs a command in the sandbox once: the same `runId` finds the first result. Aborting ends the command.
     * @throws AppError `job_failed`, `job_timed_out`
     */
    run(runId: string, turn: Turn, command: RunCommand, signal: AbortSignal): Promise<RunResult>
  }
  folders: { of(userId: number, location: 'user' | 'shared'): ToolFolder }
  replies: {
    /** Says something once per `replyId`. */
    send(reply: Reply): Promise<void>
  }
  summaries: { request(exchange: { turnId: string; chatId: number; traceId: string }): Promise<void> }
  progress: { begin(turn: Turn): TurnProgress }
  /** Aborts with `TurnCancelled` when the person says stop. */
  cancels: { watch(turn: Turn): { signal: AbortSignal } & Disposable }
  clock: { now(): Date; localTime(now: Date): string }
  people: { nameOf(userId: number): string | undefined }
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
}

/** The person said stop. */
export class TurnCancelled extends Error {
  constructor() {
    super('stopped by the person')
    this.name = 'TurnCancelled'
  }
}
