import { assistant } from './assistant.ts'
import type { History } from './history.ts'
import { oneDay } from './one-day.ts'
import { paste } from './paste.ts'
import { smallTalk } from './small-talk.ts'
import { year } from './year.ts'

/** Every chat that is replayed, by its id. */
export const histories: Record<string, () => History> = {
  'small-talk': () => smallTalk(),
  assistant: () => assistant(),
  'one-day': () => oneDay(),
  paste: () => paste(),
  year: () => year(),
}
