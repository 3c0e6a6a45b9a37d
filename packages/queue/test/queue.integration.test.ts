import { AppError } from '@aika/errors'
import { defineChannel, defineQueue } from '@aika/contracts'
import { Worker } from 'bullmq'
import { z } from 'zod'
import { broadcaster, consume, listen, openRedis, produce, type Delivery } from '../src/index.ts'
import { useRedis } from '../src/testing/use-redis.ts'

const log = { warn() {}, error() {} }

const echoQueue = defineQueue({
  name: 'echo',
  payload: z.object({ id: z.string(), text: z.string(), later: z.string().optional() }),
  result: z.object({ text: z.string() }),
  attempts: 3,
  backoffMs: 10,
  jobId: ({ id }) => `echo-${id}`,
  keepForSeconds: 60,
})

const chatQueue = defineQueue({
  name: 'chat',
  payload: z.object({ chatId: z.int() }),
  result: z.object({}),
  attempts: 3,
  backoffMs: 10,
  oneAtATime: ({ chatId }) => `chat${chatId}`,
  keepForSeconds: 0,
})

describe('queue, over a real Redis', () => {
  const redis = useRedis()
  const options = () => ({ connection: redis.connection, concurrency: 10, log })
  const raw = () => openRedis(redis.connection)

  afterEach(async () => {
    const client = raw()
    await client.flushall()
    client.disconnect()
  })

  test('a request comes back with the result of its job', async () => {
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, async ({ text }) => ({ text: text.toUpperCase() }), options())

    const result = await producer.request({ id: 'a', text: 'hi' }, { timeoutMs: 10_000 })

    expect(result).toEqual({ text: 'HI' })
  })

  test('many jobs at once, to be begun in order: each begins after the one added before it', async () => {
    const begun: string[] = []
    const handler = async ({ id, text }: { id: string; text: string }) => {
      begun.push(id)
      // Ends are out of step with beginnings, as Telegram's answers are.
      for (let tick = 0; tick < (Number(id) * 7) % 13; tick++) await new Promise(setImmediate)
      return { text }
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, { ...options(), concurrency: 8, inOrder: true })
    const ids = Array.from({ length: 1_500 }, (_, n) => String(n))

    const results = []
    for (const id of ids) {
      results.push(producer.request({ id, text: '' }, { timeoutMs: 30_000 }))
      if (Number(id) % 3 === 0) await new Promise(setImmediate)
    }
    await Promise.all(results)

    expect(begun).toEqual(ids)
  })

  test('a worker is killed with jobs begun, to be begun in order: those come first, then what waited meanwhile', async () => {
    const ids = Array.from({ length: 40 }, (_, n) => String(n))
    const busy = Promise.withResolvers<void>()
    let left = 25
    const hangs = () => {
      if (--left === 0) busy.resolve()
      return new Promise<never>(() => undefined)
    }
    const settings = { concurrency: left, lockDuration: 500, skipLockRenewal: true, skipStalledCheck: true }
    const connection = { ...redis.connection, maxRetriesPerRequest: null }
    const killed = new Worker(echoQueue.name, hangs, { ...settings, connection })
    await using producer = produce(echoQueue, redis.connection)
    for (const id of ids) await producer.enqueue({ id, text: '' })
    await busy.promise
    await killed.close(true)

    const begun: string[] = []
    const all = Promise.withResolvers<void>()
    const handler = async ({ id, text }: { id: string; text: string }) => {
      if (begun.push(id) === ids.length) all.resolve()
      return { text }
    }
    await using _consumer = consume(echoQueue, handler, { ...options(), inOrder: true })
    await all.promise

    expect(begun).toEqual(ids)
  })

  test('a handler that knows when to come back: the job waits and no attempt is used up', async () => {
    const attempts: number[] = []
    const handler = async ({ text }: { text: string }, { attempt }: Delivery) => {
      attempts.push(attempt)
      if (attempts.length <= echoQueue.attempts) {
        throw new AppError('resting', 'come back', { retryable: true, retryAfterMs: 20 })
      }
      return { text }
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())

    const result = await producer.request({ id: 'a', text: 'hi' }, { timeoutMs: 10_000 })

    expect(result).toEqual({ text: 'hi' })
    expect(attempts).toEqual([1, 1, 1, 1])
  })

  test('the same id again finds the first result and runs nothing', async () => {
    const handler = jest.fn(async ({ text }: { text: string }) => ({ text }))
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())
    await producer.request({ id: 'a', text: 'first' }, { timeoutMs: 10_000 })

    const again = await producer.request({ id: 'a', text: 'second' }, { timeoutMs: 10_000 })

    expect(again).toEqual({ text: 'first' })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('a handler that fails for a passing reason is tried again', async () => {
    const attempts: number[] = []
    const handler = async (_: unknown, { attempt }: Delivery) => {
      attempts.push(attempt)
      if (attempt < 3) throw new AppError('busy', 'busy', { retryable: true })
      return { text: 'at last' }
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())

    const result = await producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000 })

    expect(result.text).toBe('at last')
    expect(attempts).toEqual([1, 2, 3])
  })

  test('a delay that would grow without end: it stays at the longest, and one trace is kept', async () => {
    const patientQueue = defineQueue({
      ...echoQueue,
      attempts: 9,
      backoffMs: 3_600_000,
      longestBackoffMs: 20,
    })
    const attempts: number[] = []
    const handler = async (_: unknown, { attempt }: Delivery) => {
      attempts.push(attempt)
      if (attempt < 3) throw new AppError('away', 'away', { retryable: true })
      return { text: 'back' }
    }
    await using producer = produce(patientQueue, redis.connection)
    await using _consumer = consume(patientQueue, handler, options())

    const result = await producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000 })

    expect(result.text).toBe('back')
    expect(attempts).toEqual([1, 2, 3])
    const client = raw()
    expect(JSON.parse((await client.hget('bull:echo:echo-a', 'stacktrace'))!)).toHaveLength(1)
    client.disconnect()
  })

  test('an error that will not pass ends the job at the first try', async () => {
    const handler = jest.fn(async () => {
      throw new AppError('never', 'no such thing', { retryable: false })
    })
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())

    const failing = producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000 })

    await expect(failing).rejects.toMatchObject({ code: 'job_failed', message: 'no such thing' })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('a payload that does not fit is refused on the way in', async () => {
    await using producer = produce(echoQueue, redis.connection)

    await expect(producer.enqueue({ id: 'a' } as never)).rejects.toThrow('text')
  })

  test('a job of an older deploy, without the later fields, is still handled', async () => {
    await using producer = produce(echoQueue, redis.connection)
    await producer.enqueue({ id: 'old', text: 'from before' })

    await using _consumer = consume(
      echoQueue,
      async ({ text, later }) => ({ text: text + (later ?? '') }),
      options(),
    )

    const result = await producer.request({ id: 'old', text: '' }, { timeoutMs: 10_000 })
    expect(result.text).toBe('from before')
  })

  test('one chat is never handled twice at once, and a wake-up during its work is not lost', async () => {
    const chats = new Map<number, { running: number; most: number; runs: number }>()
    const followUp = Promise.withResolvers<void>()
    const firstRuns = Promise.withResolvers<void>()
    const handler = async ({ chatId }: { chatId: number }) => {
      const chat = chats.get(chatId) ?? { running: 0, most: 0, runs: 0 }
      chats.set(chatId, chat)
      chat.most = Math.max(chat.most, ++chat.running)
      if (++chat.runs === 1) {
        firstRuns.resolve()
        await nudged
      } else followUp.resolve()
      chat.running--
      return {}
    }
    await using producer = produce(chatQueue, redis.connection)
    await using _one = consume(chatQueue, handler, options())
    await using _two = consume(chatQueue, handler, options())

    const nudged = firstRuns.promise.then(async () => {
      for (let i = 0; i < 20; i++) await producer.enqueue({ chatId: 7 })
    })
    await producer.enqueue({ chatId: 7 })
    await followUp.promise

    expect(chats.get(7)).toMatchObject({ most: 1, runs: 2 })
  })

  test('the same nudge for later, again and again: it comes once', async () => {
    await using producer = produce(chatQueue, redis.connection)
    for (const chatId of [7, 7, 8, 7]) await producer.enqueue({ chatId }, { delayMs: 3_600_000 })

    const client = raw()
    expect(await client.zcard('bull:chat:delayed')).toBe(2)
    client.disconnect()
  })

  test('Redis restarts while a request waits: the result still arrives', async () => {
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const handler = async () => {
      started.resolve()
      await release.promise
      return { text: 'still here' }
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())

    const waiting = producer.request({ id: 'a', text: 'x' }, { timeoutMs: 40_000 })
    await started.promise
    await redis.restart()
    release.resolve()

    await expect(waiting).resolves.toEqual({ text: 'still here' })
  })

  test('Redis loses a job somebody waits for: it is added again and its result arrives', async () => {
    await using producer = produce(echoQueue, redis.connection)
    const client = raw()
    const waiting = producer.request({ id: 'a', text: 'again' }, { timeoutMs: 30_000 })
    while ((await client.llen('bull:echo:wait')) === 0) await new Promise(setImmediate)

    await client.flushall()
    await using _consumer = consume(echoQueue, async ({ text }) => ({ text }), options())

    await expect(waiting).resolves.toEqual({ text: 'again' })
    client.disconnect()
  })

  test('waiting that is broken off says why and leaves no listener on its signal', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const came = jest.spyOn(signal, 'addEventListener')
    const went = jest.spyOn(signal, 'removeEventListener')
    await using producer = produce(echoQueue, redis.connection)
    const waiting = producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000, signal })
    while (came.mock.calls.length === 0) await new Promise(setImmediate)

    controller.abort(new Error('enough'))

    await expect(waiting).rejects.toThrow('enough')
    expect(went.mock.calls.map(([, listener]) => listener)).toEqual(
      came.mock.calls.map(([, listener]) => listener),
    )
  })

  test('a job that waits for its second try is withdrawn too', async () => {
    const failed = Promise.withResolvers<void>()
    const handler = async () => {
      failed.resolve()
      throw new AppError('busy', 'busy', { retryable: true, retryAfterMs: 60_000 })
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())
    const client = raw()
    await producer.enqueue({ id: 'a', text: 'x' })
    await failed.promise
    while ((await client.zcard('bull:echo:delayed')) === 0) await new Promise(setImmediate)

    await expect(producer.withdraw('echo-a')).resolves.toBe(true)
    await expect(producer.withdraw('echo-a')).resolves.toBe(false)
    client.disconnect()
  })

  test('a finished job is not withdrawn: its result stays', async () => {
    const handler = jest.fn(async ({ text }: { text: string }) => ({ text }))
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())
    await producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000 })

    await expect(producer.withdraw('echo-a')).resolves.toBe(false)

    await producer.request({ id: 'a', text: 'x' }, { timeoutMs: 10_000 })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('a nudge that failed for good does not stand in the way of the next one', async () => {
    const second = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<void>()
    let tries = 0
    const handler = async () => {
      if (++tries > 1) second.resolve()
      else throw new AppError('never', 'no', { retryable: false })
      return {}
    }
    await using producer = produce(chatQueue, redis.connection)
    await using consumer = consume(chatQueue, handler, options())
    consumer.onFailed(() => failed.resolve())

    await producer.enqueue({ chatId: 7 })
    await failed.promise
    await producer.enqueue({ chatId: 7 })

    await second.promise
    expect(tries).toBe(2)
  })

  test('Redis lost a nudge and kept its key: the next nudge arrives', async () => {
    const handled = Promise.withResolvers<void>()
    await using producer = produce(chatQueue, redis.connection)
    await producer.enqueue({ chatId: 7 })
    const client = raw()
    const id = await client.get('bull:chat:de:chat7')
    await client.del(`bull:chat:${id}`, 'bull:chat:wait', 'bull:chat:marker')
    client.disconnect()

    await producer.enqueue({ chatId: 7 })
    await using _consumer = consume(
      chatQueue,
      async () => {
        handled.resolve()
        return {}
      },
      options(),
    )

    await handled.promise
  })

  test('a job whose lock is lost hears it: somebody else may be running it now', async () => {
    const heard = Promise.withResolvers<unknown>()
    const client = raw()
    const handler = async (_: unknown, { id, signal }: Delivery) => {
      signal.addEventListener('abort', () => heard.resolve('aborted'), { once: true })
      await client.del(`bull:echo:${id}:lock`)
      await heard.promise
      return { text: '' }
    }
    await using producer = produce(echoQueue, redis.connection)
    await using _consumer = consume(echoQueue, handler, options())

    await producer.enqueue({ id: 'a', text: 'x' })

    await expect(heard.promise).resolves.toBe('aborted')
    client.disconnect()
  })

  test('a broadcast reaches whoever listens, and nonsense on the channel is dropped', async () => {
    const channel = defineChannel({ name: 'news', message: z.object({ n: z.int() }) })
    const heard: number[] = []
    const onMessage = ({ n }: { n: number }) => void heard.push(n)
    await using _listening = await listen(channel, redis.connection, onMessage, log)
    await using sender = broadcaster(redis.connection)
    const client = raw()

    await client.publish('aika:channel:news', '{"n":"nonsense"}')
    // Nothing is said before the sender's connection stands: a broadcast is lossy.
    while (heard.length === 0) {
      await sender.publish(channel, { n: 2 })
      await new Promise(setImmediate)
    }

    expect(new Set(heard)).toEqual(new Set([2]))
    client.disconnect()
  })
})
