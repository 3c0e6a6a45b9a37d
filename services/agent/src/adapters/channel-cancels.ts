import type { Control } from '@aika/contracts'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'

/** Turns running in this process, to be stopped from the control lane. */
export function channelCancels(): AgentPorts['cancels'] & { hear(message: Control): void } {
  const running = new Map<string, { chatId: number; controller: AbortController }>()
  return {
    hear({ chatId, turnId }) {
      for (const [id, turn] of running) {
        const meant = turnId ? id === turnId : true
        if (meant && turn.chatId === chatId) turn.controller.abort(new TurnCancelled())
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
