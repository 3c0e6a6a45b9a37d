import { costOf, readPrices } from './prices.ts'

const usage = {
  model: 'flash',
  calls: 2,
  promptTokens: 1_000_000,
  cachedTokens: 400_000,
  outputTokens: 100_000,
}

test('a model with a price: cached tokens cost their own, thoughts are in the output', () => {
  const prices = readPrices('flash=0.5/0.05/3; openai/gpt-oss-120b = 0.15/0.075/0.6')

  expect(costOf(usage, prices!)).toBeCloseTo(0.6 * 0.5 + 0.4 * 0.05 + 0.1 * 3)
  expect(prices?.size).toBe(2)
})

test('a model without a price: no cost rather than none', () => {
  expect(costOf({ ...usage, model: 'new' }, readPrices('')!)).toBeUndefined()
})

test.each(['flash', 'flash=1/2', 'flash=1/2/x', 'flash=1/2/3,pro=1/2/3', 'flash=1/2/3.4.5'])(
  '%s: not a price list',
  (text) => {
    expect(readPrices(text)).toBeUndefined()
  },
)
