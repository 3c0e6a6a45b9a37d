import { banter, chatter } from './compose-text.ts'
import { dayMs, firstDay, hourMs, minuteMs, type History } from './history.ts'
import { Random } from '../../../tests/support/random.ts'

const sessions = 30
const days = 182

/** Friends' small talk: `messages` short messages in about 30 sessions over half a year. */
export function smallTalk(messages = 680, seed = 1): History {
  const random = new Random(seed)
  const said = Array.from({ length: messages }, (_, index) => {
    const session = Math.floor((index * sessions) / messages)
    return { session, question: chatter(random), answer: banter(random) }
  })
  const starts = Array.from({ length: sessions }, (_, session) => {
    const day = Math.floor(((session + random.next() * 0.8) * days) / sessions)
    return firstDay + day * dayMs + random.whole(17, 20) * hourMs
  })
  let at = 0
  return {
    id: 'small-talk',
    title: `${messages} messages of small talk, half a year`,
    timeZone: 'Europe/Berlin',
    said: said.map(({ session, ...words }) => {
      at = Math.max(at + random.whole(1, 4) * minuteMs, starts[session]!)
      return { at: new Date(at), ...words }
    }),
  }
}
