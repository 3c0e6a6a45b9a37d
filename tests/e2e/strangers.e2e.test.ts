import { botMetric } from './support/containers.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { control, journal, lastJournalEntry, peopleFrom, person, textsOf } from './support/telegram.ts'

const stranger = person(66_601)

describe('somebody who may not write', () => {
  useStack()
  const newPerson = peopleFrom(1_026)

  test('text, command and photo of a stranger → no reply, row, download or model call; one counter goes up (F-CHAT 1)', async () => {
    const since = await lastJournalEntry()
    const before = await strangersCounted()
    const photo = { name: 'cat.jpg', mime: 'image/jpeg', base64: 'aGVsbG8=', as: 'photo' }

    await stranger.says('run: echo let me in')
    await stranger.says('/start')
    await control('POST', 'telegram/messages', { userId: stranger.id, file: photo, caption: 'let me in' })
    await newPerson().asks('is everything in order', /You said/)
    await eventually('the strangers’ updates are confirmed', nothingPending)

    expect(textsOf(await stranger.heard())).toEqual([])
    const calls = await journal({ since })
    expect(calls.filter(({ chatId }) => chatId === stranger.id)).toEqual([])
    expect(calls.filter(({ method }) => method === 'getFile' || method === 'downloadFile')).toEqual([])
    expect(JSON.stringify(calls.filter(({ party }) => party !== 'telegram'))).not.toContain('let me in')
    expect(await rowsOf(stranger.id)).toEqual({ inbox: 0, turns: 0, deliveries: 0, calls: 0 })
    expect(await strangersCounted()).toBe(before + 3)
  })
})

async function nothingPending(): Promise<boolean> {
  const { pending } = await control<{ pending: number }>('GET', 'telegram/updates')
  return pending === 0
}

async function rowsOf(id: number) {
  const count = (table: string, column: string) => `(select count(*) from ${table} where ${column} = ${id})`
  const [counts] = await rows(
    `select ${count('InboxMessage', 'userId')} as inbox, ${count('Turn', 'userId')} as turns,
     ${count('Delivery', 'chatId')} as deliveries, ${count('ModelUsage', 'userId')} as calls`,
  )
  return counts
}

const strangersCounted = () => botMetric('aika_bot_strangers_total')
