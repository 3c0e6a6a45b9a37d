import { banter, chatter, longAnswer, request } from './compose-text.ts'
import { dayMs, firstDay, hourMs, type History } from './history.ts'
import { Random } from '../../../tests/support/random.ts'

const days = 365
const beginsMs = 6 * hourMs
const awakeMs = 17 * hourMs

/** A year of a person's messages, about 27 a day, small talk and work mixed; some days are busy, some are silent. */
export function year(messages = 10_000, seed = 5): History {
  const random = new Random(seed)
  const moments = Array.from({ length: messages }, () => momentIn(random)).sort((one, other) => one - other)
  return {
    id: 'year',
    title: `a year of ${messages.toLocaleString('en-US')} messages`,
    timeZone: 'America/New_York',
    said: moments.map((at) => ({ at: new Date(at), ...exchange(random) })),
  }
}

/** Weekends are quieter. */
function momentIn(random: Random): number {
  const day = random.whole(0, days - 1)
  if (day % 7 > 4 && random.chance(0.4)) return momentIn(random)
  return firstDay + day * dayMs + beginsMs + Math.floor(random.next() * awakeMs)
}

function exchange(random: Random): { question: string; answer: string } {
  if (random.chance(0.55)) return { question: chatter(random), answer: banter(random) }
  return {
    question: request(random, random.whole(0, 2)),
    answer: longAnswer(random, random.skewed(450, 0.7)),
  }
}
