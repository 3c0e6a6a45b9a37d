import { containersOf, scale } from './support/containers.ts'
import { useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, textsOf, type Person } from './support/telegram.ts'

const messages = 50

describe('several agents at work', () => {
  useStack()
  const newPerson = peopleFrom(1_020)
  const textOf = (person: Person, index: number) => `number ${person.id}-${index}`

  beforeAll(() => scale('agent', 3))
  afterAll(() => scale('agent', 1))

  test('two chats of 50 messages at once, 3 agents → each in order, none missing, none twice, both at the same time (F-CHAT 3, 6)', async () => {
    const chats = [newPerson(), newPerson()]
    await control('POST', 'gemini', { mode: 'instant', text: 'to {text}', firstDelayMs: 20 })
    const since = await lastJournalEntry()
    const mixed = Array.from({ length: messages }, (_, index) =>
      chats.map((person) => ({ userId: person.id, text: textOf(person, index) })),
    ).flat()

    await control('POST', 'telegram/messages', { messages: mixed })
    await Promise.all(chats.map((person) => person.hears(new RegExp(`${textOf(person, messages - 1)}$`))))

    expect(await containersOf('agent')).toHaveLength(3)
    for (const person of chats) {
      const expected = Array.from({ length: messages }, (_, index) => `to ${textOf(person, index)}`)
      expect(textsOf(await person.heard())).toEqual(expected)
    }
    const [first, second] = await Promise.all(chats.map(({ id }) => spanOfAnswers(id, since)))
    expect(Math.max(first!.from, second!.from)).toBeLessThan(Math.min(first!.to, second!.to))
  })

  test('one chat waits for a slow model → another chat is answered meanwhile (F-CHAT 3)', async () => {
    const [patient, quick] = [newPerson(), newPerson()]
    const slow = { firstDelayMs: 120_000, text: 'at last' }
    await control('POST', 'gemini/scripts', { match: 'think for long', replies: [slow], repeat: true })
    await patient.says('think for long')

    const answer = await quick.asks('are you there', /You said/)

    expect(answer.text).toContain('are you there')
    expect(textsOf(await patient.heard())).toEqual([])
    await patient.asks('/cancel', /^Stopped/)
  })
})

async function spanOfAnswers(chat: number, since: number): Promise<{ from: number; to: number }> {
  const answers = await journal({ party: 'telegram', method: 'sendMessage', chat, since })
  return { from: answers[0]!.seq, to: answers.at(-1)!.seq }
}
