import { eventually } from './support/eventually.ts'
import { canary, useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, person, textsOf } from './support/telegram.ts'

const keys = ['demo-gemini-key-1', 'demo-gemini-key-2']
const restSeconds = 3
const admin = person(1_001)

describe('keys that run out of quota', () => {
  useStack()
  const newPerson = peopleFrom(1_030)
  const setKeys = (names: string[], behaviour: object) =>
    Promise.all(names.map((key) => control('POST', 'gemini/keys', { key, ...behaviour })))
  const rest = { kind: 'minute', retryDelaySeconds: restSeconds }

  afterEach(() => setKeys(keys, { kind: 'ok' }))

  test('429 on the first key → the second one answers, and nobody notices (F-GATE 2)', async () => {
    const someone = newPerson()
    const since = await lastJournalEntry()
    await setKeys([keys[0]!], rest)

    const answer = await someone.asks('does the other key work', /You said/)

    expect(answer.text).toContain('does the other key work')
    const calls = await journal({ party: 'gemini', since })
    expect(calls.map(({ key, status }) => [key, status])).toEqual([
      [keys[0], 429],
      [keys[1], 200],
    ])
  })

  test('all keys rest → a friendly word that says when, and an answer after that (F-GATE 2)', async () => {
    const someone = newPerson()
    await setKeys(keys, rest)

    const word = await someone.asks(`is there quota left, ${canary}`, /used up/)
    await setKeys(keys, { kind: 'ok' })
    const answer = await eventually('a message is answered', async () => {
      const { text } = await someone.asks('and now', /You said|used up/)
      return text?.includes('You said') && text
    })

    expect(word.text).toMatch(
      /^I have used up what the model allows me for the moment\. Please try again in [1-3] s\.$/,
    )
    expect(answer).toContain('and now')
  })

  test('the model is gone → its fallback answers and admins are told once (F-CHAT 3)', async () => {
    const [one, other] = [newPerson(), newPerson()]
    await control('POST', 'gemini', { retired: ['gemini-3-flash-preview'] })

    await one.asks('are you the fallback', /You said/)
    await other.asks('are you it too', /You said/)
    await admin.hears(/gemini-3-flash-preview .* using gemini-3.8-flash/)

    const notices = textsOf(await admin.heard()).filter((text) => text.includes('gemini-3-flash-preview'))
    expect(notices).toHaveLength(1)
  })
})
