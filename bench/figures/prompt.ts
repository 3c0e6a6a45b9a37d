import { newcomer, type Stack } from '../lib/stack.ts'
import type { Tally } from '../lib/tally.ts'

const topics = [
  'the garden',
  'my tax letter',
  'a birthday in May',
  'the new printer',
  'a trip to Lisbon',
  'old photos',
]
const asks = [
  'what would you do first, and what can wait until next week?',
  'write me three short points I can send to my brother about it.',
  'which of the two is cheaper when I count the shipping as well?',
  'please remind me how we decided this last time and why.',
]

/** About what people write: a sentence or two, each a little different. */
const message = (number: number) =>
  `Message ${number}-x: I am thinking about ${topics[number % topics.length]} again, and ${asks[number % asks.length]}`

const answer = `{text} — Here is how I would go about it. First, look at what is due soonest and put a date next to it; \
second, leave out whatever nobody has asked for since spring. The rest fits on one page. I would begin with the part \
that needs somebody else, because waiting for an answer takes longer than the work itself. If you like, I can write \
the page for you and keep it in your folder as a note.`

/** Prompt tokens of one person's first and hundredth message, as the model counts them. */
export async function prompts(stack: Stack, tally: Tally): Promise<void> {
  const { standIns } = stack
  await standIns.answerAtOnce(answer)
  await standIns.forget()
  for (let number = 1; number <= 100; number++) {
    await standIns.turn(newcomer, message(number), `Message ${number}-x: `)
  }
  const calls = await standIns.modelCalls()
  if (calls.length !== 100) throw new Error(`100 messages made ${calls.length} calls to the model`)
  tally.add('prompt-1', 'tokens', calls[0]!.promptTokens ?? 0)
  tally.add('prompt-100', 'tokens', calls[99]!.promptTokens ?? 0)
  await standIns.answerAtOnce()
}
