import { AppError } from '@aika/errors'
import type { PrismaClient, Turn as TurnRow } from '../generated/client.ts'
import { isUniqueViolation } from '../sqlite/violations.ts'

export type TurnStatus = 'running' | 'answered' | 'failed' | 'cancelled'

export interface NewTurn {
  id: string
  chatId: number
  userId: number
  replyToMessageId: number
  traceId: string
  text: string
}

/** One question and what became of it. */
export interface Turn extends NewTurn {
  number: number
  status: TurnStatus
  startedAt: Date
  cancelRequested: boolean
}

export interface Step {
  seq: number
  kind: 'model' | 'tool' | 'reply'
  /** JSON, verbatim. */
  content: string
}

/** Turns and their steps: what makes a turn survive the death of whoever runs it. */
export interface Turns {
  /** The turn of this chat that is not finished, if there is one: at most one. */
  unfinished(chatId: number): Promise<Turn | undefined>
  /** Starts a turn and takes its messages out of the inbox, both or neither. Starting it again finds the first. */
  start(turn: NewTurn, inboxIds: number[]): Promise<Turn>
  steps(turnId: string): Promise<Step[]>
  /**
   * Records a step before the next one begins.
   * @throws AppError `step_taken` when somebody else has recorded this one: stop, the turn is theirs.
   */
  addStep(turnId: string, step: Step): Promise<void>
  /** Ends a running turn; ending it again changes nothing. */
  finish(
    turnId: string,
    end: { status: Exclude<TurnStatus, 'running'>; answer: string; at: Date },
  ): Promise<void>
  /** Notes the wish to stop on the chat's running turn. @returns its id, if one runs. */
  requestCancel(chatId: number, at: Date): Promise<string | undefined>
  cancelRequested(turnId: string): Promise<boolean>
  find(turnId: string): Promise<Turn | undefined>
}

export function createTurns(prisma: PrismaClient): Turns {
  const find = async (turnId: string) => {
    const row = await prisma.turn.findUnique({ where: { id: turnId } })
    return row ? toTurn(row) : undefined
  }
  return {
    find,
    async unfinished(chatId) {
      const row = await prisma.turn.findFirst({
        where: { chatId, status: 'running' },
        orderBy: { number: 'asc' },
      })
      return row ? toTurn(row) : undefined
    },
    async start(turn, inboxIds) {
      try {
        const [row] = await prisma.$transaction([
          prisma.turn.create({ data: turn }),
          prisma.inboxMessage.updateMany({ where: { id: { in: inboxIds } }, data: { turnId: turn.id } }),
        ])
        return toTurn(row)
      } catch (error) {
        const first = isUniqueViolation(error) ? await find(turn.id) : undefined
        if (!first) throw error
        return first
      }
    },
    async steps(turnId) {
      const rows = await prisma.turnStep.findMany({ where: { turnId }, orderBy: { seq: 'asc' } })
      return rows.map(({ seq, kind, content }) => ({ seq, kind: kind as Step['kind'], content }))
    },
    async addStep(turnId, step) {
      try {
        await prisma.turnStep.create({ data: { turnId, ...step } })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        throw new AppError('step_taken', `step ${step.seq} of ${turnId} is recorded already`, {
          retryable: true,
          cause: error,
        })
      }
    },
    async finish(turnId, { status, answer, at }) {
      await prisma.turn.updateMany({
        where: { id: turnId, status: 'running' },
        data: { status, answer, finishedAt: at },
      })
    },
    async requestCancel(chatId, at) {
      const running = await prisma.turn.findFirst({
        where: { chatId, status: 'running' },
        select: { id: true },
      })
      if (!running) return undefined
      await prisma.turn.update({ where: { id: running.id }, data: { cancelRequestedAt: at } })
      return running.id
    },
    async cancelRequested(turnId) {
      const row = await prisma.turn.findUnique({
        where: { id: turnId },
        select: { cancelRequestedAt: true },
      })
      return row?.cancelRequestedAt != null
    },
  }
}

function toTurn(row: TurnRow): Turn {
  return {
    number: row.number,
    id: row.id,
    chatId: Number(row.chatId),
    userId: Number(row.userId),
    replyToMessageId: row.replyToMessageId,
    traceId: row.traceId,
    text: row.text,
    status: row.status as TurnStatus,
    startedAt: row.startedAt,
    cancelRequested: row.cancelRequestedAt !== null,
  }
}
