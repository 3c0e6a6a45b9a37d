import type { Figure } from '../lib/figure.ts'
import { people, type Stack } from '../lib/stack.ts'

/** Small talk with a longer message now and then, as among friends; the same in every run. */
const talk = [
  'Good morning! Did the delivery people write back about the shelf?',
  'No idea yet. Remind me what we said about the trip to the lake, who brings the tent?',
  'Right. And please note that my sister’s train arrives on Friday at 18:40, platform 7, she has the big suitcase with her and somebody should meet her there, ideally with the car, because the bus does not run after half past six.',
  'Thanks!',
  'What would be a nice soup for six people, two of them vegetarian? We have leeks, potatoes, a bit of cream and half a celeriac left over from Sunday.',
]
const answer =
  'Here is what I would do: take the leeks and potatoes first, keep the cream for the end, and put the celeriac in small cubes. That serves six and takes about forty minutes in all.'

/** What a person's message costs at the beginning of a conversation and after a hundred messages. */
export async function promptFigures(stack: Stack, runs: number): Promise<Figure[]> {
  const first: number[] = []
  const hundredth: number[] = []
  for (let run = 0; run < runs; run++) {
    const tokens = await tokensOfConversation(stack, people.at(-1 - run)!)
    first.push(tokens[0]!)
    hundredth.push(tokens[99]!)
  }
  await stack.standIns.answerAtOnce()
  return [
    { id: 'prompt-1', name: 'prompt at message 1', unit: 'tokens', target: '≤ 1,300', runs: first },
    { id: 'prompt-100', name: 'prompt at message 100', unit: 'tokens', target: '≤ 2,500', runs: hundredth },
  ]
}

async function tokensOfConversation({ standIns }: Stack, userId: number): Promise<number[]> {
  await standIns.answerAtOnce(`{text} — ${answer}`)
  await standIns.forget()
  for (let message = 1; message <= 100; message++) {
    const text = `${talk[message % talk.length]} (${userId}-${message}.)`
    await standIns.turn(userId, text, `\\(${userId}-${message}\\.\\) —`)
  }
  return (await standIns.modelCalls()).map(({ promptTokens = 0 }) => promptTokens)
}
