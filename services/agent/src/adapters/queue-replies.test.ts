import type { Reply } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Producer } from '@aika/queue'
import { TurnCancelled } from '../domain/ports.ts'
import { queueReplies } from './queue-replies.ts'

const reply: Reply = {
  replyId: 'file-tg-1-1-2',
  traceId: 'trace-of-test',
  chatId: 42,
  body: { kind: 'notice', markdown: 'hello' },
}

describe('waiting for what became of a reply', () => {
  const withdrawn: string[] = []
  const replies = (request: () => Promise<unknown>) =>
    queueReplies({
      request,
      withdraw: async (id: string) => withdrawn.push(id) > 0,
    } as unknown as Producer<never, never>)
  const never = new AbortController().signal
  beforeEach(() => void (withdrawn.length = 0))

  test('said: its result', async () => {
    const { sendAndWait } = replies(async () => ({ messageIds: [7] }))

    expect(await sendAndWait(reply, never)).toEqual({ messageIds: [7] })
  })

  test('not within the time: nothing is known, and it stays in the queue', async () => {
    const timedOut = new AppError('job_timed_out', 'no result', { retryable: true })
    const { sendAndWait } = replies(() => Promise.reject(timedOut))

    expect(await sendAndWait(reply, never)).toBeUndefined()
    expect(withdrawn).toEqual([])
  })

  test('stopped by the person: what is not being said yet stays unsaid', async () => {
    const signal = AbortSignal.abort(new TurnCancelled())
    const { sendAndWait } = replies(() => Promise.reject(signal.reason as Error))

    await expect(sendAndWait(reply, signal)).rejects.toBeInstanceOf(TurnCancelled)
    expect(withdrawn).toEqual(['file-tg-1-1-2'])
  })

  test('handed back: it is said, whoever takes the turn up waits for it', async () => {
    const signal = AbortSignal.abort(new AppError('handed_back', 'stopping', { retryable: true }))
    const { sendAndWait } = replies(() => Promise.reject(signal.reason as Error))

    await expect(sendAndWait(reply, signal)).rejects.toMatchObject({ code: 'handed_back' })
    expect(withdrawn).toEqual([])
  })
})
