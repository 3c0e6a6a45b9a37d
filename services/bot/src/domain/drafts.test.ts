import { Drafts } from './drafts.ts'
import { OutboundLines } from './outbound-lines.ts'
import { type FormattedText, TelegramFailure } from './telegram.ts'

const turnId = 'tg-7-1'
const chatId = 42

/** Drafts on a clock that a test moves, and what they showed. */
function openDrafts({ isFramed = true, frames = [] as (TelegramFailure | undefined)[] } = {}) {
  const timers: { at: number; wake: () => void }[] = []
  const shown: { at: number; by: string; text: string }[] = []
  const rows = new Map<string, number | undefined>()
  let nextMessage = 100
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (ms: number) => void (clock.time += ms),
    after(ms: number, wake: () => void) {
      const timer = { at: clock.time + ms, wake }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0)
    },
  }
  const note = (by: string, text: string) => void shown.push({ at: clock.time, by, text })
  const telegram = {
    async showDraft(_chatId: number, _draftId: number, text: FormattedText | undefined) {
      note('frame', text?.plain ?? '')
      const failure = frames.shift()
      if (failure) throw failure
    },
    async send(_chatId: number, { plain }: FormattedText) {
      note('send', plain)
      return nextMessage++
    },
    edit: async (_chatId: number, messageId: number, { plain }: FormattedText) =>
      note(`edit ${messageId}`, plain),
  }
  const ledger = {
    async begin(id: string, part: number) {
      const key = `${id} ${part}`
      if (rows.has(key)) return { state: 'settled' as const, messageId: rows.get(key) }
      rows.set(key, undefined)
      return { state: 'fresh' as const }
    },
    sent: async (id: string, part: number, messageId: number) => void rows.set(`${id} ${part}`, messageId),
    notSent: async (id: string, part: number) => void rows.delete(`${id} ${part}`),
  }
  const lines = new OutboundLines(clock, new AbortController().signal)
  const drafts = new Drafts({ telegram, lines, ledger, clock }, isFramed)
  return {
    drafts,
    lines,
    shown,
    rows,
    text: (markdown: string) => drafts.heard({ turnId, chatId, progress: { kind: 'text', markdown } }),
    tool: (elapsedMs: number) =>
      drafts.heard({ turnId, chatId, progress: { kind: 'tool', label: 'testing', elapsedMs } }),
    thinking: () => drafts.heard({ turnId, chatId, progress: { kind: 'thinking' } }),
    /** Lets time pass, with every timer that falls due. */
    async pass(ms: number) {
      for (const end = clock.time + ms; ;) {
        const due = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        clock.time = due ? Math.max(clock.time, due.at) : end
        if (!due) return
        timers.splice(timers.indexOf(due), 1)
        due.wake()
        await new Promise(setImmediate)
      }
    },
  }
}

describe('Telegram’s own drafts', () => {
  test('begin after a second, come at least 300 ms apart, and never twice the same', async () => {
    const { text, pass, shown } = openDrafts()
    for (let n = 0; n < 200; n++) {
      text('word '.repeat(1 + (n >> 1)))
      await pass(20)
    }

    expect(shown[0]!.at).toBe(1_000)
    for (const [n, { at, text: frame }] of shown.entries()) {
      if (n === 0) continue
      expect(at - shown[n - 1]!.at).toBeGreaterThanOrEqual(300)
      expect(frame).not.toBe(shown[n - 1]!.text)
    }
    expect(shown.length).toBeGreaterThan(8)
  })

  test('are shown again before their 30 s are over, as long as the turn is heard', async () => {
    const { text, thinking, pass, shown } = openDrafts()
    text('half an answer')
    for (let seconds = 0; seconds < 100; seconds += 4) {
      await pass(4_000)
      thinking()
    }
    await pass(60_000)

    expect(shown.length).toBeGreaterThan(3)
    for (const [n, { at, text: frame }] of shown.entries()) {
      expect(frame).toBe('half an answer')
      if (n > 0) expect(at - shown[n - 1]!.at).toBeLessThan(28_000)
    }
    expect(shown.at(-1)!.at).toBeLessThan(105_000)
  })

  test('a long command: its line is renewed every 4 s, not with each word about it', async () => {
    const { text, tool, pass, shown } = openDrafts()
    text('I run the tests.')
    await pass(1_500)
    for (let elapsedMs = 0; elapsedMs < 20_000; elapsedMs += 1_000) {
      tool(elapsedMs)
      await pass(1_000)
    }

    const lines = shown.filter(({ text: frame }) => frame.includes('⏳'))
    expect(lines[0]!.text).toMatch(/^I run the tests\.\n\n⏳ testing · 4 s$/)
    for (const [n, { at }] of lines.entries())
      if (n > 0) expect(at - lines[n - 1]!.at).toBeGreaterThanOrEqual(4_000)
    expect(lines.length).toBeGreaterThan(3)
  })

  test('refused in this chat: the text is shown as a message at once, and no draft is tried again', async () => {
    const refused = new TelegramFailure('refused', '400 TEXTDRAFT_PEER_INVALID')
    const { text, pass, shown } = openDrafts({ frames: [refused] })
    text('Once')
    await pass(3_000)
    text('Once upon')
    await pass(3_000)

    expect(shown.map(({ by, text: frame }) => `${by}: ${frame}`)).toEqual([
      'frame: Once',
      'send: Once',
      'edit 100: Once upon',
    ])
  })

  test('flooded: no frame of either kind until the time is over', async () => {
    const flood = new TelegramFailure('flood', '429', { retryAfterSeconds: 60 })
    const { text, pass, shown } = openDrafts({ frames: [flood] })
    for (let n = 0; n < 100; n++) {
      text(`Once ${n}`)
      await pass(1_000)
    }

    expect(shown[0]!.at).toBe(1_000)
    expect(shown[1]!.at).toBeGreaterThanOrEqual(61_000)
    expect(shown[1]!.by).toBe('frame')
  })

  test('a message in between took the draft away: it is shown again; one of a turn that has ended is not', async () => {
    const { drafts, text, pass, shown } = openDrafts()
    text('half an answer')
    await pass(2_000)
    drafts.passed(chatId)
    await pass(2_000)
    drafts.close(turnId, chatId)
    drafts.passed(chatId)
    await pass(2_000)

    expect(shown.map(({ text: frame }) => frame)).toEqual(['half an answer', 'half an answer'])
  })

  test('a turn that waits for somebody’s yes has none, until it goes on', async () => {
    const { drafts, text, thinking, pass, shown } = openDrafts()
    text('half an answer')
    await pass(2_000)
    drafts.heard({ turnId, chatId, progress: { kind: 'done' } })
    drafts.passed(chatId)
    await pass(60_000)
    expect(shown).toHaveLength(1)

    thinking()
    await pass(2_000)
    expect(shown).toHaveLength(2)
  })

  test('a group has none', async () => {
    const { drafts, pass, shown } = openDrafts()
    drafts.heard({ turnId, chatId: -5, progress: { kind: 'text', markdown: 'Once' } })
    await pass(3_000)

    expect(shown.map(({ by }) => by)).toEqual(['send'])
  })
})

describe('drafts that are edited', () => {
  test('a turn that runs again has a message of its own; the failure stays as it is', async () => {
    const { drafts, text, pass, shown } = openDrafts({ isFramed: false })
    drafts.expect(turnId)
    text('Once')
    await pass(2_000)
    drafts.close(turnId, chatId)
    await expect(drafts.find({ turnId, chatId, attempt: 0 })).resolves.toBe(100)
    drafts.forget({ turnId, chatId, attempt: 0 })
    text('too late')
    await pass(2_000)

    drafts.expect(turnId, 1)
    text('Again')
    await pass(2_000)

    expect(shown.map(({ by, text: frame }) => `${by}: ${frame}`)).toEqual(['send: Once', 'send: Again'])
    await expect(drafts.find({ turnId, chatId, attempt: 1 })).resolves.toBe(101)
  })

  test('are at least a second apart', async () => {
    const { text, pass, shown } = openDrafts({ isFramed: false })
    for (let n = 0; n < 100; n++) {
      text('word '.repeat(n + 1))
      await pass(50)
    }

    for (const [n, { at }] of shown.entries())
      if (n > 0) expect(at - shown[n - 1]!.at).toBeGreaterThanOrEqual(1_000)
    expect(shown.length).toBeGreaterThan(2)
  })

  test('show nothing while nothing is written, and stay silent once the answer is there', async () => {
    const { drafts, thinking, text, pass, shown } = openDrafts({ isFramed: false })
    thinking()
    await pass(5_000)
    text('Once')
    drafts.close(turnId, chatId)
    await pass(5_000)

    expect(shown).toEqual([])
  })
})
