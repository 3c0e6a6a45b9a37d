import type { Reply } from '@aika/contracts'

/** What outlives a process that may die after any call, and what it has said. */
export class MortalWorld {
  readonly said = new Map<string, Reply>()
  calls = 0
  readonly replies = (dies: Dies) => ({
    enqueue: dies((reply: Reply) => {
      if (!this.said.has(reply.replyId)) this.said.set(reply.replyId, reply)
    }),
  })

  /** Makes a port's call the last before the process dies, if it is the one with that number. */
  dyingAt(killAt: number): Dies {
    return (call) =>
      async (...args) => {
        const result = call(...args)
        if (++this.calls === killAt) throw new Error('killed')
        return result
      }
  }

  /** What a person was told in the end. */
  receipt(requestId: string): string {
    const body = this.said.get(`forgotten-${requestId}`)?.body
    return body?.kind === 'notice' ? body.markdown : ''
  }
}

type Dies = <Args extends unknown[], Result>(
  call: (...args: Args) => Result,
) => (...args: Args) => Promise<Result>
