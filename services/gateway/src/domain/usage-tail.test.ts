import type { Provider } from './call.ts'
import { UsageTail } from './usage-tail.ts'

function read(provider: Provider, ...chunks: string[]) {
  const tail = new UsageTail()
  for (const chunk of chunks) tail.push(Buffer.from(chunk))
  return tail.read(provider)
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`
const nothing = { promptTokens: 0, cachedTokens: 0, outputTokens: 0, thoughtTokens: 0 }

describe('token counts off an answer', () => {
  test('a Gemini stream with running totals: the last chunk wins', () => {
    const counts = read(
      'gemini',
      event({ candidates: [], usageMetadata: { promptTokenCount: 90, candidatesTokenCount: 1 } }),
      event({
        candidates: [],
        usageMetadata: {
          promptTokenCount: 90,
          cachedContentTokenCount: 40,
          candidatesTokenCount: 12,
          thoughtsTokenCount: 30,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 90 }],
        },
        modelVersion: 'gemini-3-flash-preview',
      }),
    )

    expect(counts).toEqual({ promptTokens: 90, cachedTokens: 40, outputTokens: 12, thoughtTokens: 30 })
  })

  test('the counts are cut in two by the network: they are read all the same', () => {
    const whole = event({ usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3 } })

    expect(read('gemini', whole.slice(0, 20), whole.slice(20))).toMatchObject({
      promptTokens: 7,
      outputTokens: 3,
    })
  })

  test('a long answer before the counts: only its tail is kept', () => {
    const chunk = event({ candidates: [{ content: { parts: [{ text: 'x'.repeat(40_000) }] } }] })
    const last = event({ usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 50_000 } })

    expect(read('gemini', chunk, chunk, chunk, last)).toMatchObject({ promptTokens: 5, outputTokens: 50_000 })
  })

  test('the model says what looks like counts: they are not believed', () => {
    const said = '"usageMetadata": {"promptTokenCount": 0}'
    const counts = read(
      'gemini',
      event({
        usageMetadata: { promptTokenCount: 7 },
        candidates: [{ content: { parts: [{ text: said }] } }],
      }),
    )

    expect(counts).toMatchObject({ promptTokens: 7 })
  })

  test('a Groq answer: reasoning is told apart from what was said', () => {
    const counts = read(
      'groq',
      JSON.stringify({
        choices: [],
        usage: {
          prompt_tokens: 20,
          completion_tokens: 15,
          completion_tokens_details: { reasoning_tokens: 5 },
          total_time: 0.1,
        },
        usage_breakdown: null,
      }),
    )

    expect(counts).toEqual({ promptTokens: 20, cachedTokens: 0, outputTokens: 10, thoughtTokens: 5 })
  })

  test.each([
    ['an error', '{"error":{"code":404}}'],
    ['nothing', ''],
    ['counts that never end', 'data: {"usageMetadata": {"promptTokenCount": 1'],
    ['counts of another kind', 'data: {"usageMetadata": {"promptTokenCount": "many"}}'],
  ])('%s: zeroes', (_title, text) => {
    expect(read('gemini', text)).toEqual(nothing)
  })
})
