import { OutboundLines } from './outbound-lines.ts'
import { insist } from './post.ts'
import { TelegramFailure } from './telegram.ts'

/** Time that passes only when somebody sleeps. */
function openLines() {
  const stopping = new AbortController()
  const slept: number[] = []
  const clock = {
    time: 0,
    now: () => clock.time,
    async sleep(ms: number) {
      slept.push(ms)
      clock.time += ms
    },
  }
  return { lines: new OutboundLines(clock, stopping.signal), clock, slept, stopping }
}

const flood = (retryAfterSeconds: number) => new TelegramFailure('flood', '429', { retryAfterSeconds })
const attempt = () => ({ isPlain: false, isRepeat: false })

/** Fails with each of the errors in turn, then answers 42. */
const failing =
  (...errors: Error[]) =>
  async () => {
    const error = errors.shift()
    if (error) throw error
    return 42
  }

describe('one outbound line per chat', () => {
  test('what is to be said in a chat goes out in order, chats side by side, frames last and only the newest', async () => {
    const { lines } = openLines()
    const out: string[] = []
    const gate = Promise.withResolvers<void>()

    const first = lines.say(1, async () => {
      await gate.promise
      out.push('first')
    })
    lines.show(1, async () => void out.push('old frame'))
    const shown = new Promise<void>((resolve) => lines.show(1, async () => resolve(void out.push('frame'))))
    const second = lines.say(1, async () => void out.push('second'))
    await lines.say(2, async () => void out.push('other chat'))
    gate.resolve()
    await Promise.all([first, second, shown])

    expect(out).toEqual(['other chat', 'first', 'second', 'frame'])
  })

  test('one message fails: the next is said all the same', async () => {
    const { lines } = openLines()

    const failed = lines.say(1, () => Promise.reject(new Error('no')))
    const said = lines.say(1, async () => 'yes')

    await expect(failed).rejects.toThrow('no')
    await expect(said).resolves.toBe('yes')
  })

  test('a flooded chat gets no frames until its time is over', async () => {
    const { lines, clock } = openLines()
    const out: number[] = []
    lines.flooded(1, flood(5))

    lines.show(1, async () => void out.push(clock.time))
    clock.time = 5_000
    await new Promise<void>((resolve) => lines.show(1, async () => resolve(void out.push(clock.time))))

    expect(out).toEqual([5_000])
  })
})

describe('a call is insisted on', () => {
  test('floods are waited out as long as Telegram asks', async () => {
    const { lines, slept } = openLines()

    await expect(insist(lines, 1, attempt(), failing(flood(30), flood(2)))).resolves.toBe(42)

    expect(slept).toEqual([30_000, 2_000])
  })

  test('two chats are flooded at once: all are quiet for a moment, but not for long', async () => {
    const { lines, slept } = openLines()
    lines.flooded(1, flood(60))
    lines.flooded(2, flood(60))

    await insist(lines, 3, attempt(), failing())

    expect(slept).toEqual([5_000])
  })

  test('an outage is waited out; whether the call may have arrived is remembered', async () => {
    const { lines } = openLines()
    const surelyNot = attempt()
    const perhaps = attempt()

    await insist(lines, 1, surelyNot, failing(new TelegramFailure('unreachable', 'refused')))
    await insist(
      lines,
      1,
      perhaps,
      failing(new TelegramFailure('unreachable', 'reset', { mayHaveArrived: true })),
    )

    expect(surelyNot.isRepeat).toBe(false)
    expect(perhaps.isRepeat).toBe(true)
  })

  test('the service stops during a wait: the call ends, retryable', async () => {
    const { lines, stopping } = openLines()
    stopping.abort()

    await expect(insist(lines, 1, attempt(), failing(flood(30)))).rejects.toMatchObject({
      code: 'stopping',
      retryable: true,
    })
  })

  test('a chat that is gone is not insisted on', async () => {
    const { lines } = openLines()
    const gone = new TelegramFailure('gone', '403')

    await expect(insist(lines, 1, attempt(), failing(gone))).rejects.toBe(gone)
  })
})
