import type { Control } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'

/** Turns running in this process, to be stopped from the control lane. */
export function channelCancels(): AgentPorts['cancels'] & { hear(message: Control): void } {
  const running = new Map<string, { chatId: number; controller: AbortController }>()
  return {
    hear(message) {
      for (const [id, turn] of running) {
        if (message.kind === 'panic') turn.controller.abort(handedBack())
        else if (isMeant(message, id, turn.chatId)) turn.controller.abort(new TurnCancelled())
      }
    },
    watch({ id, chatId }) {
      const controller = new AbortController()
      running.set(id, { chatId, controller })
      return {
        signal: controller.signal,
        [Symbol.dispose]() {
          running.delete(id)
        },
      }
    },
  }
}

function isMeant(wish: Extract<Control, { kind: 'cancel' }>, turnId: string, chatId: number): boolean {
  return wish.chatId === chatId && (!wish.turnId || wish.turnId === turnId)
}

/** The queues are paused by then: the turn waits in its own until an admin resumes, and no attempt is used up. */
function handedBack(): AppError {
  return new AppError('handed_back', 'an admin has stopped everything', {
    retryable: true,
    retryAfterMs: 1_000,
  })
}
