import { OutboundLines, type Rank } from './outbound-lines.ts'
import { type Attempt, insist } from './post.ts'
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
/** As a reply of that chat does. */
const insistOn = (lines: OutboundLines, chatId: number, attempt: Attempt, call: () => Promise<number>) =>
  lines.say(chatId, 'answer', (place) => insist(place, attempt, call))
const attempt = () => ({ isPlain: false, isRepeat: false })

/** Fails with each of the errors in turn, then answers 42. */
const failing =
  (...errors: Error[]) =>
  async () => {
    const error = errors.shift()
    if (error) throw error
    return 42
  }

/** What a chat hears, in order. */
function saying(lines: OutboundLines, out: string[]) {
  return (rank: Rank, text: string, chatId = 1) =>
    lines.say(chatId, rank, (place) => place.call(async () => void out.push(text)))
}

describe('one outbound line per chat', () => {
  test('what is to be said in a chat goes out in order, chats side by side, frames last and only the newest', async () => {
    const { lines } = openLines()
    const out: string[] = []
    const say = saying(lines, out)
    const gate = Promise.withResolvers<void>()

    const first = lines.say(1, 'answer', (place) =>
      place.call(async () => {
        await gate.promise
        out.push('first')
      }),
    )
    lines.show(1, async () => void out.push('old frame'))
    const shown = new Promise<void>((resolve) => lines.show(1, async () => resolve(void out.push('frame'))))
    const second = say('answer', 'second')
    await say('answer', 'other chat', 2)
    gate.resolve()
    await Promise.all([first, second, shown])

    expect(out).toEqual(['other chat', 'first', 'second', 'frame'])
  })

  test('F-CHAT-11 Stop and questions go before reminders, those before answers; each rank keeps its order', async () => {
    const { lines } = openLines()
    const out: string[] = []
    const say = saying(lines, out)
    const gate = Promise.withResolvers<void>()

    const all = [
      lines.say(1, 'answer', (place) => place.call(() => gate.promise)),
      say('answer', 'answer 1'),
      say('reminder', 'reminder 1'),
      say('answer', 'answer 2'),
      say('now', 'question 1'),
      say('reminder', 'reminder 2'),
      say('now', 'question 2'),
    ]
    gate.resolve()
    await Promise.all(all)

    expect(out).toEqual(['question 1', 'question 2', 'reminder 1', 'reminder 2', 'answer 1', 'answer 2'])
  })

  test('a long answer lets a question through between two of its parts, and no other answer', async () => {
    const { lines } = openLines()
    const out: string[] = []
    const say = saying(lines, out)
    const others: Promise<void>[] = []

    const long = lines.say(1, 'answer', async (place) => {
      await place.call(async () => void out.push('part 1'))
      others.push(say('answer', 'next answer'), say('now', 'question'))
      await place.call(async () => void out.push('part 2'))
    })
    await long
    await Promise.all(others)

    expect(out).toEqual(['part 1', 'question', 'part 2', 'next answer'])
  })

  test('a question that comes while an answer waits out a flood is said first when it is over', async () => {
    const { lines, clock } = openLines()
    const out: string[] = []
    const say = saying(lines, out)
    const woken = Promise.withResolvers<void>()
    clock.sleep = async (ms) => {
      await woken.promise
      clock.time += ms
    }

    const answer = lines.say(1, 'answer', async (place) => {
      place.flooded(flood(30))
      await place.call(async () => void out.push('answer'))
    })
    await new Promise(setImmediate)
    const question = say('now', 'question')
    woken.resolve()
    await Promise.all([answer, question])

    expect(out).toEqual(['question', 'answer'])
    expect(clock.time).toBeGreaterThanOrEqual(30_000)
  })

  test('one message fails: the next is said all the same', async () => {
    const { lines } = openLines()

    const failed = lines.say(1, 'answer', () => Promise.reject(new Error('no')))
    const said = lines.say(1, 'answer', async () => 'yes')

    await expect(failed).rejects.toThrow('no')
    await expect(said).resolves.toBe('yes')
  })

  test('a flooded chat gets no frames until its time is over, not even one that waited', async () => {
    const { lines, clock } = openLines()
    const out: number[] = []
    const busy = lines.say(1, 'answer', async (place) => {
      lines.show(1, async () => void out.push(-1))
      place.flooded(flood(5))
    })
    await busy

    lines.show(1, async () => void out.push(clock.time))
    expect(lines.isQuiet(1)).toBe(true)
    clock.time = 5_000
    await new Promise<void>((resolve) => lines.show(1, async () => resolve(void out.push(clock.time))))

    expect(out).toEqual([5_000])
  })
})

describe('a call is insisted on', () => {
  test('floods are waited out as long as Telegram asks', async () => {
    const { lines, slept } = openLines()

    await expect(insistOn(lines, 1, attempt(), failing(flood(30), flood(2)))).resolves.toBe(42)

    expect(slept).toEqual([30_000, 2_000])
  })

  test('two chats are flooded at once: all are quiet for a moment, but not for long', async () => {
    const { lines, slept } = openLines()
    lines.flooded(1, flood(60))
    lines.flooded(2, flood(60))

    await insistOn(lines, 3, attempt(), failing())

    expect(slept).toEqual([5_000])
  })

  test('an outage is waited out; whether the call may have arrived is remembered', async () => {
    const { lines } = openLines()
    const surelyNot = attempt()
    const perhaps = attempt()

    await insistOn(lines, 1, surelyNot, failing(new TelegramFailure('unreachable', 'refused')))
    await insistOn(
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

    await expect(insistOn(lines, 1, attempt(), failing(flood(30)))).rejects.toMatchObject({
      code: 'stopping',
      retryable: true,
    })
  })

  test('a chat that is gone is not insisted on', async () => {
    const { lines } = openLines()
    const gone = new TelegramFailure('gone', '403')

    await expect(insistOn(lines, 1, attempt(), failing(gone))).rejects.toBe(gone)
  })
})

/** Repeatable chance. */
function chanceFrom(seed: number) {
  let state = seed
  return (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below
}

test.each([1, 2, 3, 4, 5, 6])(
  'F-CHAT-11 a storm of 429 (seed %d): nothing lost or doubled, no call in a quiet time',
  async (seed) => {
    const { lines, clock } = openLines()
    const chance = chanceFrom(seed)
    const quiet = new Map<number, number>()
    const heard = new Map<number, string[]>()
    const intoQuiet: string[] = []
    const telegram = async (chatId: number, text: string) => {
      const chat = heard.get(chatId) ?? []
      heard.set(chatId, chat)
      if (clock.time < (quiet.get(chatId) ?? 0)) intoQuiet.push(text)
      clock.time += 10
      if (chance(3) === 0) {
        const retryAfterSeconds = 1 + chance(40)
        const flooded = chance(4) === 0 ? [1, 2, 3, 4, 5] : [chatId]
        quiet.set(chatId, clock.time + retryAfterSeconds * 1_000)
        throw flood(retryAfterSeconds * flooded.length)
      }
      chat.push(text)
      return chat.length
    }

    const said: Promise<unknown>[] = []
    for (let n = 0; n < 60; n++) {
      const chatId = 1 + chance(5)
      said.push(
        lines.say(chatId, 'answer', async (place) => {
          await insist(place, attempt(), () => telegram(chatId, `${n}a`))
          await insist(place, attempt(), () => telegram(chatId, `${n}b`))
        }),
      )
      lines.show(chatId, async () => {
        await telegram(chatId, 'frame').catch((failure: TelegramFailure) => lines.flooded(chatId, failure))
      })
    }
    await Promise.all(said)

    const finals = [...heard.values()].map((chat) => chat.filter((text) => text !== 'frame'))
    expect(intoQuiet).toEqual([])
    expect(finals.flat()).toHaveLength(120)
    for (const chat of finals)
      expect(chat).toEqual(
        chat.toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b) || a.localeCompare(b)),
      )
  },
)
