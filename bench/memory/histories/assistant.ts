import { longAnswer, request } from './compose-text.ts'
import { dayMs, firstDay, hourMs, minuteMs, type History } from './history.ts'
import { Random } from '../../../tests/support/random.ts'

const perDay = 14

/** Work with an assistant: 1,200 long messages, half of them answers, 14 exchanges a day for six weeks. */
export function assistant(messages = 1_200, seed = 2): History {
  const random = new Random(seed)
  return {
    id: 'assistant',
    title: `${messages.toLocaleString('en-US')} long messages with an assistant, six weeks`,
    timeZone: 'Europe/Berlin',
    said: Array.from({ length: messages / 2 }, (_, index) => {
      const at = firstDay + Math.floor(index / perDay) * dayMs + 8 * hourMs + (index % perDay) * 40 * minuteMs
      return {
        at: new Date(at + random.whole(0, 20) * minuteMs),
        question: request(random, random.whole(0, 4)),
        answer: longAnswer(random, Math.min(random.skewed(1_750, 0.65), 9_000)),
      }
    }),
  }
}
