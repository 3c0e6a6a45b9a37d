import { AppError } from '@aika/errors'
import type { Completion } from './language-model.ts'
import { summariseExchange, type Exchange } from './summarise-exchange.ts'
import type { Prompt } from './prompt.ts'

const job = { turnId: 'tg-1-7', chatId: 1001, traceId: 'trace-1234' }
const never = new AbortController().signal
const files: Exchange = { userId: 1001, question: 'How many files?', answer: 'Three.', sentence: undefined }

class OneExchange {
  exchange: Exchange | undefined
  constructor(exchange: Exchange | undefined) {
    this.exchange = exchange && { ...exchange }
  }
  async find() {
    return this.exchange
  }
  async setSentence(_turnId: string, sentence: string) {
    if (!this.exchange || this.exchange.sentence !== undefined) return false
    this.exchange.sentence = sentence
    return true
  }
}

type Said = Exclude<Completion, { kind: 'gone' }>

class ScriptedModels {
  readonly prompts: Prompt[] = []
  readonly #replies: (Said | Error)[]
  constructor(...replies: (string | Said | Error)[]) {
    this.#replies = replies.map((reply) =>
      typeof reply === 'string' ? { kind: 'text', text: reply } : reply,
    )
  }
  async complete(prompt: Prompt): Promise<Said> {
    this.prompts.push(prompt)
    const reply = this.#replies.shift()
    if (!reply) throw new Error('asked more often than scripted')
    if (reply instanceof Error) throw reply
    return reply
  }
}

describe('one exchange, one sentence', () => {
  test('the model writes one: it is kept', async () => {
    const exchanges = new OneExchange(files)
    const models = new ScriptedModels('<think>Easy.</think>The user has three files.')

    const result = await summariseExchange({ exchanges, models }, job, never)

    expect(result).toEqual({ stored: true, by: 'model' })
    expect(exchanges.exchange?.sentence).toBe('The user has three files.')
  })

  test('what the assistant’s model refused to read is not in its sentence', async () => {
    const answer = '(No answer: blocked_by_safety. Done so far: read a file.)'
    const exchanges = new OneExchange({ ...files, question: 'Something unspeakable', answer })
    const models = new ScriptedModels({ kind: 'refused', reason: 'status 400' })

    await summariseExchange({ exchanges, models }, job, never)

    expect(models.prompts[0]!.user).not.toContain('unspeakable')
    expect(exchanges.exchange?.sentence).toContain('left out')
  })

  test('the first answer is two sentences: the model is asked again with the reason', async () => {
    const exchanges = new OneExchange(files)
    const models = new ScriptedModels('The user asked. There are three.', 'The user has three files.')

    await summariseExchange({ exchanges, models }, job, never)

    expect(exchanges.exchange?.sentence).toBe('The user has three files.')
    expect(models.prompts[1]?.system).toContain('it has 2 sentences instead of 1')
  })

  test.each([
    ['garbage twice', 'Okay.', '{"a":1}'],
    ['cut off, then refused', { kind: 'cut_off' } as const, { kind: 'refused', reason: 'too big' } as const],
  ])('%s: a plain extract is kept, not the garbage', async (_what, first, second) => {
    const exchanges = new OneExchange(files)
    const models = new ScriptedModels(first, second)

    const result = await summariseExchange({ exchanges, models }, job, never)

    expect(result).toEqual({ stored: true, by: 'extract' })
    expect(exchanges.exchange?.sentence).toBe('The user wrote “How many files” and was told “Three”.')
  })

  test('it has its sentence already: no model is asked', async () => {
    const exchanges = new OneExchange({ ...files, sentence: 'The user has three files.' })

    const result = await summariseExchange({ exchanges, models: new ScriptedModels() }, job, never)

    expect(result).toEqual({ stored: false, by: 'done_before' })
  })

  test('the turn is not there, or has no answer yet: nothing happens', async () => {
    const exchanges = new OneExchange(undefined)

    const result = await summariseExchange({ exchanges, models: new ScriptedModels() }, job, never)

    expect(result).toEqual({ stored: false, by: 'no_exchange' })
  })

  test('the quota rests: the error rises to the queue and nothing is kept', async () => {
    const exchanges = new OneExchange(files)
    const resting = new AppError('summary_model_resting', 'later', { retryable: true, retryAfterMs: 5_000 })

    const work = summariseExchange({ exchanges, models: new ScriptedModels(resting) }, job, never)

    await expect(work).rejects.toBe(resting)
    expect(exchanges.exchange?.sentence).toBeUndefined()
  })
})
