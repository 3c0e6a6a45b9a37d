import { Faults } from './faults.ts'
import { Journal } from './journal.ts'

describe('the journal', () => {
  const facts = (method: string, chatId?: number) => ({
    party: 'telegram' as const,
    method,
    chatId,
    request: {},
  })

  test('calls: are kept in order and found by party, method, chat and place', () => {
    const journal = new Journal()
    journal.open(facts('sendMessage', 1), 10)
    journal.open(facts('getMe'), 10)
    journal.open(facts('sendMessage', 2), 10)

    const sent = journal.entries({ method: 'sendmessage' })
    expect(sent.map(({ seq, chatId }) => [seq, chatId])).toEqual([
      [1, 1],
      [3, 2],
    ])
    expect(journal.entries({ since: 1, chatId: 2 })).toHaveLength(1)
    expect(journal.entries({ party: 'groq' })).toEqual([])
    expect(journal.counts()).toEqual({ 'telegram.sendMessage': 2, 'telegram.getMe': 1 })
  })

  test('more than it holds: the oldest go, the counts stay', () => {
    const journal = new Journal()
    for (let index = 0; index < 40; index++) journal.open(facts('sendPhoto'), 1024 * 1024)
    expect(journal.entries().length).toBeLessThan(20)
    expect(journal.entries().at(-1)?.seq).toBe(40)
    expect(journal.counts()).toEqual({ 'telegram.sendPhoto': 40 })
  })
})

describe('faults', () => {
  const target = { party: 'gemini' as const, method: 'streamGenerateContent', key: 'k1' }

  test('times: hits so many calls that fit and no more', () => {
    const faults = new Faults()
    faults.add({ party: 'gemini', key: 'k1', kind: 'drop', times: 2 })
    expect(faults.take({ ...target, key: 'k2' })).toBeUndefined()
    expect(faults.take({ ...target, party: 'groq' })).toBeUndefined()
    expect([faults.take(target)?.hits, faults.take(target)?.hits, faults.take(target)]).toEqual([
      1,
      2,
      undefined,
    ])
  })

  test('forMs: is over by itself', () => {
    const faults = new Faults()
    faults.add({ party: 'gemini', kind: 'drop', forMs: -1 })
    expect(faults.take(target)).toBeUndefined()
    expect(faults.list()).toEqual([])
  })
})
