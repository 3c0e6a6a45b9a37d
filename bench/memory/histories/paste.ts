import { longAnswer, request } from './compose-text.ts'
import { dayMs, firstDay, hourMs, minuteMs, type History } from './history.ts'
import { Random } from '../../../tests/support/random.ts'

const pasteTokens = 20_000
const perDay = 20

/** A chat of five days, in the middle of which somebody pastes a text of 20,000 tokens and goes on asking about it. */
export function paste(exchanges = 100, seed = 4): History {
  const random = new Random(seed)
  return {
    id: 'paste',
    title: `a paste of ${pasteTokens.toLocaleString('en-US')} tokens among ${exchanges} exchanges`,
    timeZone: 'Asia/Kolkata',
    said: Array.from({ length: exchanges }, (_, index) => {
      const question = request(random, random.whole(0, 2))
      return {
        at: new Date(
          firstDay + Math.floor(index / perDay) * dayMs + 5 * hourMs + (index % perDay) * 9 * minuteMs,
        ),
        question: index === exchanges / 2 ? `${question}\n\n${pasted(random)}` : question,
        answer: longAnswer(random, random.skewed(600, 0.5)),
      }
    }),
  }
}

const pasted = (random: Random) => longAnswer(random, pasteTokens * 4).slice(0, pasteTokens * 4)
