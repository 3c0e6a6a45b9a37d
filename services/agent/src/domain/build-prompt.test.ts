import { buildPrompt, type PastExchange, type PromptInput } from './build-prompt.ts'
import { exchangesToSummarise } from './exchanges-to-summarise.ts'
import { systemPrompt } from './system-prompt.ts'
import { tokensOf } from './tokens.ts'
import { createTools } from './tools/index.ts'

const exchange = (number: number, more: Partial<PastExchange> = {}): PastExchange => ({
  number,
  question: `question ${number}`,
  answer: `answer ${number}`,
  sentence: undefined,
  isEarlier: false,
  ...more,
})
const input = (more: Partial<PromptInput> = {}): PromptInput => ({
  past: [],
  kept: [],
  note: '',
  question: 'hello',
  personName: 'Ray',
  now: 'Saturday',
  tokenBudget: 4_000,
  fixedTokens: 900,
  ...more,
})
const total = ({ parts, contents }: ReturnType<typeof buildPrompt>) =>
  parts.fixed + tokensOf(contents.flatMap(({ parts }) => parts.map(({ text }) => text)).join(''))

describe('the prompt', () => {
  test('system prompt and tools together stay under 1,700 tokens', () => {
    const tools = createTools({ find: () => undefined })
    const declarations = JSON.stringify(tools.map(({ declaration }) => declaration))

    expect(tokensOf(systemPrompt) + tokensOf(declarations)).toBeLessThan(1_700)
  })

  test('older exchanges come as notes, the last three word for word, the message last', () => {
    const past = [1, 2, 3, 4, 5].map((n) => exchange(n, n === 1 ? { sentence: 'They met.' } : {}))

    const { contents } = buildPrompt(input({ past }))

    expect(contents.map(({ role }) => role)).toEqual([
      'user',
      'model',
      'user',
      'model',
      'user',
      'model',
      'user',
    ])
    expect(contents[0]!.parts[0]!.text).toContain('- They met.\n- “question 2” → “answer 2”')
    expect(contents[0]!.parts[1]!.text).toBe('question 3')
    expect(contents.at(-1)!.parts).toEqual([{ text: '[Now: Saturday. From: Ray]' }, { text: 'hello' }])
  })

  test('after /new nothing said before is word for word, its sentences stay (F-CMD)', () => {
    const past = [exchange(1, { sentence: 'They met.', isEarlier: true }), exchange(2)]

    const { contents } = buildPrompt(input({ past }))

    expect(contents).toHaveLength(3)
    expect(contents[0]!.parts.map(({ text }) => text)).toEqual([
      'Earlier in this conversation:\n- They met.\n',
      'question 2',
    ])
  })

  test('what is kept on purpose opens every prompt, the newest of it, within its share', () => {
    const kept = [...Array.from({ length: 100 }, (_, n) => `old ${n} ${'x'.repeat(90)}`), 'likes tea']

    const { contents, parts } = buildPrompt(input({ kept }))

    expect(contents[0]!.parts[0]!.text).toMatch(/^Notes you keep:\n- old 9\d/)
    expect(contents[0]!.parts[0]!.text).toContain('- likes tea')
    expect(parts.memory).toBeLessThanOrEqual(265)
  })

  test('what came with the message stands before its words', () => {
    const { contents } = buildPrompt(input({ note: 'Pending attachments: [cache/a.png (image/png, 1 kB)]' }))

    expect(contents.at(-1)!.parts.at(-2)!.text).toContain('cache/a.png')
    expect(contents.at(-1)!.parts.at(-1)!.text).toBe('hello')
  })

  test('fifty files at once: the first and the last are named, the ceiling holds', () => {
    const files = Array.from({ length: 50 }, (_, n) => `cache/20261121-101500-${n}_${'п'.repeat(60)}.jpg (image/jpeg, 3.1 MB)`) // prettier-ignore
    const note = `Pending attachments: [${files.join(', ')}]`

    const prompt = buildPrompt(input({ note, question: 'word '.repeat(3_000) }))

    expect(total(prompt)).toBeLessThan(4_000)
    expect(prompt.contents.at(-1)!.parts.at(-2)!.text).toMatch(/101500-0_.*characters left out.*101500-49_/s)
  })

  test('message 1 and message 100 stay within what the README says', () => {
    const long = 'The quick brown fox jumps over the lazy dog. '.repeat(8)
    const past = Array.from({ length: 100 }, (_, n) =>
      exchange(n, { question: long, answer: long, sentence: long.slice(0, 150) }),
    )

    expect(total(buildPrompt(input()))).toBeLessThanOrEqual(1_300)
    expect(total(buildPrompt(input({ past })))).toBeLessThanOrEqual(2_500)
  })

  test.each([
    ['a year of long messages', 300, 20_000, 4_000],
    ['one enormous message', 0, 0, 80_000],
    ['both', 300, 20_000, 80_000],
  ])('the ceiling holds: %s', (_, count, oldChars, newChars) => {
    const past = Array.from({ length: count }, (__, n) =>
      exchange(n, { question: 'q'.repeat(oldChars), answer: 'a'.repeat(oldChars) }),
    )

    const prompt = buildPrompt(input({ past, question: 'n'.repeat(newChars) }))

    expect(total(prompt)).toBeLessThanOrEqual(4_000)
    expect(prompt.contents.at(-1)!.role).toBe('user')
    expect(prompt.contents[0]!.role).toBe('user')
  })
})

describe('what is to be summarised', () => {
  const long = 'word '.repeat(60)
  const past = (...sentences: (string | undefined)[]) =>
    sentences.map((sentence, n) => ({ ...exchange(n, { question: long, sentence }), turnId: `tg-1-${n}` }))

  test('the exchange that leaves the window of three with the new answer', () => {
    expect(exchangesToSummarise(past('done', undefined, undefined, undefined))).toEqual(['tg-1-1'])
  })

  test('nothing while all still fit the window', () => {
    expect(exchangesToSummarise(past(undefined, undefined))).toEqual([])
  })

  test('a small exchange is kept as it is', () => {
    const small = [0, 1, 2].map((n) => ({ ...exchange(n), turnId: `tg-1-${n}` }))

    expect(exchangesToSummarise(small)).toEqual([])
  })

  test('one that was missed before is asked for again', () => {
    expect(exchangesToSummarise(past(undefined, 'done', undefined, undefined, undefined))).toEqual([
      'tg-1-0',
      'tg-1-2',
    ])
  })
})
