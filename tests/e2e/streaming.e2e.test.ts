import { restartService, sandboxesGone } from './support/containers.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import {
  control,
  journal,
  lastJournalEntry,
  peopleFrom,
  textsOf,
  type JournalEntry,
  type Person,
} from './support/telegram.ts'

const words = (count: number) => Array.from({ length: count }, (_, index) => `word-${index} `)
const whole = (count: number) => words(count).join('').trim()

describe('an answer that is being written', () => {
  useStack()
  const newPerson = peopleFrom(1_425)

  /** Asks for so many words, one after the other. */
  async function asksForWords(person: Person, count: number, delayMs: number): Promise<number> {
    const script = { match: `tell ${person.id}`, replies: [{ chunks: words(count), delayMs }] }
    await control('POST', 'gemini/scripts', script)
    return person.says(`please tell ${person.id}`)
  }

  test('in a private chat → Telegram’s own draft grows, with its Stop; the answer takes its place as the only message (F-CHAT 5)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()

    await asksForWords(person, 30, 200)
    const early = await shownWith(person, 'word-4')
    const later = await shownWith(person, 'word-15')
    const answer = await person.hears(/word-29/)

    expect([early.can_stop, later.can_stop]).toEqual([true, true])
    expect(later.text!.startsWith(early.text!.trim())).toBe(true)
    expect(answer.text).toBe(whole(30))
    expect(await person.draft()).toBeUndefined()
    expect(textsOf(await person.heard())).toEqual([whole(30)])
    const frames = await journal({ method: 'sendMessageDraft', chat: person.id, since })
    expect(new Set(frames.map(fieldOf('draft_id'))).size).toBe(1)
    expect(new Set(frames.map(fieldOf('can_stop')))).toEqual(new Set(['true']))
  })

  test('a command that takes a while → a line says what runs and for how long (F-CHAT 5)', async () => {
    const person = newPerson()

    await person.says('run: sleep 9; echo slept')
    const line = await shownWith(person, '⏳')
    await person.hears(/I ran.*slept/)

    expect(line.text).toMatch(/⏳ .*sleep 9.* · \d+ s/)
  })

  test('from the first moment → “typing…” (F-CHAT 5)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()
    await asksForWords(person, 3, 100)
    await person.hears(/word-2/)

    const calls = await journal({ party: 'telegram', chat: person.id, since })
    expect(calls[0]!.method).toBe('sendChatAction')
  })

  test('formatting that is not closed yet → no frame is refused, and the answer is formatted (F-CHAT 5, 7)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()
    const chunks = [
      'Some **bo',
      'ld** and `co',
      'de` and\n\n```py',
      'thon\nprint(1)\n',
      '```\n\n- a [li',
      'nk](https://e',
      'xample.org)',
    ]
    await control('POST', 'gemini/scripts', {
      match: `format ${person.id}`,
      replies: [{ chunks, delayMs: 600 }],
    })

    await person.says(`format ${person.id}`)
    const answer = await person.hears(/link/)

    const kinds = answer.entities!.map(({ type }) => type)
    expect(kinds).toEqual(expect.arrayContaining(['bold', 'code', 'pre', 'text_link']))
    const frames = await journal({ method: 'sendMessageDraft', chat: person.id, since })
    expect(frames.length).toBeGreaterThan(2)
    expect(frames.map(({ status }) => status)).toEqual(frames.map(() => 200))
  })

  test('a flood of 429 on drafts and messages → every answer arrives whole, once (F-CHAT 11)', async () => {
    const people = Array.from({ length: 6 }, newPerson)
    const flood = { party: 'telegram', kind: 'flood', retryAfterSeconds: 1 }
    await control('POST', 'faults', { ...flood, method: 'sendMessageDraft', times: 15 })
    await control('POST', 'faults', { ...flood, method: 'sendMessage', times: 10 })

    await Promise.all(people.map((person) => asksForWords(person, 40, 100)))
    await Promise.all(people.map((person) => person.hears(/word-39/, { timeoutMs: 90_000 })))

    for (const person of people) expect(textsOf(await person.heard())).toEqual([whole(40)])
  })

  test('after a 429 → nothing goes to that chat before its time is over (F-CHAT 11)', async () => {
    const person = newPerson()
    const since = await lastJournalEntry()
    const flood = { party: 'telegram', kind: 'flood', retryAfterSeconds: 4, times: 1, chatId: person.id }
    await control('POST', 'faults', { ...flood, method: 'sendMessageDraft' })

    await asksForWords(person, 10, 200)
    await person.hears(/word-9/)

    const said = (await journal({ party: 'telegram', chat: person.id, since })).filter(
      ({ method }) => method === 'sendMessageDraft' || method === 'sendMessage',
    )
    const refused = said.findIndex(({ status }) => status === 429)
    expect(said[refused + 1]!.at - said[refused]!.at).toBeGreaterThanOrEqual(4_000)
  })

  describe('on a server of an older Bot API', () => {
    // The bot remembers that there are no drafts, and finds out again when it starts.
    const serve = async (drafts: 'on' | 'off') => {
      await control('POST', 'telegram', { drafts })
      await restartService('bot')
    }
    beforeAll(() => serve('off'))
    afterAll(() => serve('on'))

    test('a message is edited instead, at most once a second, and becomes the answer (F-CHAT 5)', async () => {
      const person = newPerson()
      const since = await lastJournalEntry()

      await asksForWords(person, 60, 150)
      const draft = await person.sees(/word-3/)
      const answer = await person.hears(/word-59/)

      expect(answer.message_id).toBe(draft.message_id)
      expect(answer.reply_markup).toBeUndefined()
      expect(textsOf(await person.heard())).toEqual([whole(60)])
      const edits = await journal({ method: 'editMessageText', chat: person.id, since })
      const seconds = (edits.at(-1)!.at - edits[0]!.at) / 1_000
      expect(edits.length).toBeGreaterThan(2)
      // The first and the last one are at the ends of that time, and the last one waits for nobody.
      expect(edits.length).toBeLessThanOrEqual(seconds + 2)
    })

    test('[Stop] under the progress line → “Stopped” in its place, the command is dead (F-CHAT 5, 6)', async () => {
      const person = newPerson()
      await person.says('run: sleep 61')
      const progress = await person.sees(/⏳ .*sleep 61/)

      await person.presses('Stop')
      const stopped = await person.hears(/^Stopped\./, { timeoutMs: 15_000 })

      expect(stopped.message_id).toBe(progress.message_id)
      expect(stopped.reply_markup).toBeUndefined()
      await sandboxesGone(person.id)
    })
  })
})

function shownWith(person: Person, text: string) {
  return eventually(`${person.id} sees ${text}`, async () => {
    const draft = await person.draft()
    return draft?.text?.includes(text) && draft
  })
}

const fieldOf = (name: string) => (entry: JournalEntry) =>
  String((entry.request as Record<string, unknown>)[name])
