import { pollUpdates, type PollUpdatesPorts } from './poll-updates.ts'
import { TelegramFailure } from './telegram.ts'

interface Update {
  update_id: number
}

/** A clock that moves by sleeping, and a Telegram that does as its script says, one entry a poll. */
function world(script: ((signal: AbortSignal) => Promise<Update[]>)[]) {
  const stopping = new AbortController()
  const state = {
    now: 0,
    troubles: [] as unknown[],
    taken: [] as number[],
    waits: [] as number[],
    held: [] as boolean[],
    polls: 0,
  }
  const timers: { at: number; wake: () => void }[] = []
  const ports: PollUpdatesPorts<Update> = {
    stuckMs: 40_000,
    async getUpdates(_offset, hold, signal) {
      if (stopping.signal.aborted) return []
      state.polls++
      state.held.push(hold)
      const next = script.shift()
      if (next) return next(signal)
      stopping.abort(new Error('enough'))
      throw stopping.signal.reason
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = { at: state.now + ms, wake: resolve }
        timers.push(timer)
        if (ms !== ports.stuckMs) state.waits.push(ms)
        signal.addEventListener('abort', () => {
          timers.splice(timers.indexOf(timer), 1)
          resolve()
        })
      }),
    intake: {
      async take(updates) {
        state.taken.push(...updates.map(({ update_id: id }) => id))
        return { offset: updates.at(-1) && updates.at(-1)!.update_id + 1, failed: 0 }
      },
      finish: async () => ({ offset: undefined, failed: 0 }),
    },
    onHeard: () => undefined,
    onTrouble: (error) => void state.troubles.push(error),
  }
  /** Lets time pass from one timer to the next until polling ends. */
  const run = async () => {
    const polling = pollUpdates(ports, stopping.signal)
    const isOver = { value: false }
    void polling.finally(() => (isOver.value = true))
    while (!isOver.value) {
      await new Promise((resolve) => setImmediate(resolve))
      const [next] = timers.toSorted((a, b) => a.at - b.at)
      if (isOver.value || !next) continue
      timers.splice(timers.indexOf(next), 1)
      state.now = next.at
      next.wake()
    }
    return state
  }
  return { state, run }
}

const offline = () => Promise.reject(new TelegramFailure('unreachable', 'getUpdates: ENOTFOUND'))
const bring = (id: number) => async () => [{ update_id: id }]

describe('F-CHAT-10 polling', () => {
  test('a poll that never comes back, whatever is done to it, is left behind and another one begins', async () => {
    const { run } = world([() => new Promise(() => undefined), bring(7)])

    const state = await run()

    expect(state.taken).toEqual([7])
    expect(state.troubles).toMatchObject([{ kind: 'unreachable', message: expect.stringMatching(/stuck/) }])
  })

  test('its call is told to end, so that no connection is held', async () => {
    let ended: AbortSignal | undefined
    const hang = (signal: AbortSignal) => {
      ended = signal
      return new Promise<Update[]>(() => undefined)
    }

    await world([hang, bring(7)]).run()

    expect(ended?.aborted).toBe(true)
  })

  test('ten minutes without network: tried at least every 5 s, and heard again with the next try', async () => {
    const tries = Array.from({ length: 125 }, () => offline)
    const { run } = world([...tries, bring(7)])

    const state = await run()

    expect(state.now).toBeGreaterThan(10 * 60_000)
    expect(Math.max(...state.waits)).toBeLessThanOrEqual(5_000)
    expect(state.taken).toEqual([7])
    expect(state.polls).toBe(127)
  })

  test('after trouble Telegram is asked without holding the line, so that it is known at once when it is over', async () => {
    const { held } = await world([bring(6), offline, offline, bring(7), bring(8)]).run()

    expect(held).toEqual([true, true, false, false, true, true])
  })

  test('Telegram asks to wait: it is left alone for so long', async () => {
    const flood = new TelegramFailure('flood', 'getUpdates: 429', { retryAfterSeconds: 17 })

    const state = await world([() => Promise.reject(flood), bring(7)]).run()

    expect(state.waits).toEqual([17_000])
  })
})
