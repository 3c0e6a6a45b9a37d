import type { Wake } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Delivery } from '@aika/queue'
import { drainChat } from '../domain/drain-chat.ts'
import type { AgentPorts } from '../domain/ports.ts'

/** How long a stopping agent lets its turns finish before it hands them back. */
const finishMs = 8_000

/** The door for wake-ups: drains the chat it names. */
export function answerWakes(ports: AgentPorts): {
  handle(wake: Wake, delivery: Delivery): Promise<{ turns: number }>
  /** Called at the start of a stop: what still runs after a while goes back to the queue, to be taken up elsewhere. */
  handBackSoon(): void
} {
  const stopping = new AbortController()
  const handedBack = new AppError('handed_back', 'this agent is stopping; another goes on', {
    retryable: true,
  })
  return {
    async handle({ chatId }, { signal, lastAttempt }) {
      const either = AbortSignal.any([signal, stopping.signal])
      return { turns: await drainChat(ports, chatId, { signal: either, lastAttempt }) }
    },
    handBackSoon() {
      setTimeout(() => stopping.abort(handedBack), finishMs).unref()
    },
  }
}
