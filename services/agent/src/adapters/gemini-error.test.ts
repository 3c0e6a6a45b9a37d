import { ApiError } from '@google/genai'
import { explainGeminiError } from './gemini-error.ts'

const apiError = (status: number, error: object) =>
  new ApiError({ status, message: JSON.stringify({ error: { code: status, ...error } }) })

describe('what the SDK throws, in our words', () => {
  test.each([
    [apiError(404, { message: 'no such model' }), 'gone'],
    [apiError(503, { message: 'overloaded' }), 'overloaded'],
    [apiError(504, { message: 'gateway timeout' }), 'cut'],
    [apiError(400, { message: 'bad request' }), 'refused'],
    [apiError(400, { message: 'Corrupted thought signature.' }), 'signature'],
    [
      apiError(400, { message: 'Function call is missing a thought_signature in functionCall parts.' }),
      'signature',
    ],
    [new TypeError('fetch failed'), 'away'],
    [new ApiError({ status: 503, message: '{"error":"Service Unavailable","statusCode":503}' }), 'away'],
    [new ApiError({ status: 413, message: '{"error":"Payload Too Large","statusCode":413}' }), 'refused'],
    [new Error('got status: UNAVAILABLE. {"error":{"code":503,"message":"later"}}'), 'overloaded'],
  ])('%s', (error, trouble) => {
    expect(explainGeminiError(error)).toMatchObject({ trouble })
  })

  test.each([
    [{ details: [{ reason: 'ALL_KEYS_RESTING', retryAfterSeconds: 41 }] }, 41],
    [{ details: [{ '@type': 'RetryInfo', retryDelay: '34.07s' }] }, 35],
    [{}, undefined],
  ])('a 429 with %j says when to come back', (error, retryAfterSeconds) => {
    expect(explainGeminiError(apiError(429, error))).toMatchObject({ trouble: 'resting', retryAfterSeconds })
  })
})
