import { banter, chatter, longAnswer, request } from './compose-text.ts'
import { firstDay, hourMs, type History } from './history.ts'
import { Random } from '../../../tests/support/random.ts'

const beginsMs = 6 * hourMs
const lastsMs = 18 * hourMs

/** 600 exchanges between six in the morning and midnight, short ones and long ones. */
export function oneDay(exchanges = 600, seed = 3): History {
  const random = new Random(seed)
  return {
    id: 'one-day',
    title: `${exchanges} exchanges in one day`,
    timeZone: 'UTC',
    said: Array.from({ length: exchanges }, (_, index) => ({
      at: new Date(firstDay + beginsMs + Math.floor((index * lastsMs) / exchanges)),
      ...(random.chance(0.3)
        ? { question: chatter(random), answer: banter(random) }
        : {
            question: request(random, random.whole(0, 2)),
            answer: longAnswer(random, random.skewed(500, 0.6)),
          }),
    })),
  }
}
