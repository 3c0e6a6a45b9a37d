import { boundResults, maxResultChars } from './bound-results.ts'
import type { Content } from './model.ts'

const asks = (n: number): Content => ({
  role: 'model',
  parts: [{ functionCall: { name: 'file_read', args: { n } }, thoughtSignature: 'signed' }],
})
const reads = (...texts: string[]): Content => ({
  role: 'user',
  parts: texts.map((text) => ({ functionResponse: { name: 'file_read', response: { output: { text } } } })),
})
const resultsIn = (contents: Content[]) =>
  contents.flatMap(({ parts }) =>
    parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse.response] : [])),
  )

describe('tool results that follow the prompt', () => {
  test('few: they go as they are', () => {
    const contents = [asks(1), reads('a'), asks(2), reads('b', 'c')]

    expect(boundResults(contents)).toEqual(contents)
  })

  test('too many: the newest stay whole, older ones are cut, what the model wrote stays verbatim', () => {
    const contents = [1, 2, 3, 4, 5].flatMap((n) => [asks(n), reads(`${n}`.repeat(16_000))])

    const bounded = boundResults(contents)

    const results = resultsIn(bounded)
    expect(results.slice(-2)).toEqual(resultsIn(contents).slice(-2))
    for (const result of results.slice(0, 3)) expect(result).toMatchObject({ note: /older result/ })
    expect(bounded.filter(({ role }) => role === 'model')).toEqual(contents.filter((_, at) => at % 2 === 0))
  })

  test('two dozen large ones at once: the ceiling holds', () => {
    const contents = [asks(1), reads(...Array.from({ length: 24 }, () => 'x'.repeat(16_000)))]

    expect(JSON.stringify(boundResults(contents)).length).toBeLessThan(maxResultChars + 24 * 700)
  })
})
