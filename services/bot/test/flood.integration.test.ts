import { useRedis } from '@aika/queue/testing'
import { openTalk, type Talk } from './talk.ts'
import { answer, ray } from './world.ts'

const chats = [ray, 1002]
const speaking = new Set(['sendMessage', 'editMessageText', 'sendMessageDraft', 'sendDocument'])

/** Calls that were made although Telegram had asked this chat for silence. */
function callsIntoQuiet(talk: Talk, retryAfterMs: number) {
  return chats.flatMap((chatId) => {
    const calls = talk.standIns.journal
      .entries({ party: 'telegram', chatId })
      .filter(({ method }) => speaking.has(method))
    return calls.filter(({ seq, ms }) =>
      calls.some(
        // From its answer on; the millisecond is the clock's own grain.
        (flood) =>
          flood.status === 429 && flood.seq < seq && ms + 1 < flood.ms + flood.durationMs + retryAfterMs,
      ),
    )
  })
}

describe('bot, under a storm of 429', () => {
  const redis = useRedis()

  test.each([
    ['one chat at a time', { chatId: ray }],
    ['the whole bot', {}],
  ])(
    'F-CHAT-11 %s: no answer is lost or doubled, each chat hears its own in order, nothing goes into a quiet time',
    async (_what, scope) => {
      await using talk = await openTalk(redis.connection)
      const { telegram, faults } = talk.standIns
      for (const method of ['sendMessage', 'sendMessageDraft', 'sendMessage'])
        faults.add({ party: 'telegram', method, ...scope, kind: 'flood', retryAfterSeconds: 1, times: 3 })
      await using _bot = await talk.startBot()

      for (let n = 0; n < 12; n++) {
        const turnId = `tg-7000000001-${n}`
        await talk.progress(turnId, { kind: 'text', markdown: `I think about ${n}` })
        for (const chatId of chats)
          await talk.reply({
            replyId: `reply-${chatId}-${n}`,
            chatId,
            body: answer(`answer ${n} to ${chatId}`),
          })
      }
      for (const chatId of chats)
        await telegram.waitFor(chatId, ({ text }) => text === `answer 11 to ${chatId}`, { timeoutMs: 50_000 })

      for (const chatId of chats) {
        const heard = telegram.transcript(chatId).map(({ text }) => text)
        expect(heard).toEqual(Array.from({ length: 12 }, (_, n) => `answer ${n} to ${chatId}`))
      }
      expect(callsIntoQuiet(talk, 1_000)).toEqual([])
      expect(talk.calls().filter(({ status }) => status === 429).length).toBeGreaterThan(3)
    },
  )
})
