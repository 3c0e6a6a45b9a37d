import { judgeRefusal } from './judge-answer.ts'

const cooldowns = { minuteMs: 60_000, dayMs: 3_600_000 }

const quotaBody = (
  quotaId: string | undefined,
  retryDelay?: string,
  message = 'You exceeded your current quota',
) =>
  JSON.stringify({
    error: {
      code: 429,
      message,
      status: 'RESOURCE_EXHAUSTED',
      details: [
        ...(quotaId
          ? [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] }]
          : []),
        { '@type': 'type.googleapis.com/google.rpc.Help', links: [] },
        ...(retryDelay ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }] : []),
      ],
    },
  })

const gemini = (status: number, body: string, retryAfter?: string) =>
  judgeRefusal('gemini', { status, body, retryAfter }, cooldowns)
const groq = (status: number, body: string, retryAfter?: string) =>
  judgeRefusal('groq', { status, body, retryAfter }, cooldowns)

const perMinute = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier'
const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier'
const message = (text: string, reason?: string) =>
  JSON.stringify({ error: { message: text, ...(reason && { details: [{ reason }] }) } })

describe('what a refusal by Gemini means', () => {
  test.each([
    ['per minute, no delay told', quotaBody(perMinute), { restMs: 60_000, quota: 'minute' }],
    ['per day, no delay told', quotaBody(perDay), { restMs: 3_600_000, quota: 'day' }],
    [
      'per minute, the server says 34.07 s',
      quotaBody(perMinute, '34.07s'),
      { restMs: 34_070, quota: 'minute' },
    ],
    ['per minute, the server says 900 ms', quotaBody(perMinute, '900ms'), { restMs: 900, quota: 'minute' }],
    [
      'per day, the server says a delay: it wins',
      quotaBody(perDay, '120s'),
      { restMs: 120_000, quota: 'day' },
    ],
    [
      'a delay of nothing: a short rest all the same',
      quotaBody(perMinute, '0s'),
      { restMs: 100, quota: 'minute' },
    ],
    [
      'the delay stands in the sentence alone',
      quotaBody(perMinute, undefined, 'Quota exceeded. Please retry in 20.04s.'),
      { restMs: 20_040, quota: 'minute' },
    ],
    ['no details at all', '{"error":{"code":429}}', { restMs: 60_000, quota: 'minute' }],
    ['not JSON', '<html>429</html>', { restMs: 60_000, quota: 'minute' }],
    ['wrapped in an array', `[${quotaBody(perDay)}]`, { restMs: 3_600_000, quota: 'day' }],
  ])('429, %s', (_title, body, expected) => {
    expect(gemini(429, body)).toEqual({ kind: 'rest', ...expected })
  })

  test.each([
    [400, message('API key not valid. Please pass a valid API key.', 'API_KEY_INVALID'), 'API_KEY_INVALID'],
    [400, message('API key expired. Please renew the API key.'), 'API_KEY_INVALID'],
    [401, message('Request had invalid authentication credentials.'), 'UNAUTHENTICATED'],
    [
      403,
      message('Permission denied: Consumer has been suspended.', 'CONSUMER_SUSPENDED'),
      'CONSUMER_SUSPENDED',
    ],
    [403, message('The caller does not have permission'), 'PERMISSION_DENIED'],
  ])('%d %s: the key is set aside', (status, body, reason) => {
    expect(gemini(status, body)).toEqual({ kind: 'set_aside', reason })
  })

  test.each([
    [400, message('Function call is missing a thought_signature in functionCall parts.')],
    [403, message('You do not have permission to access the File abc or it may not exist.')],
    [403, message('CachedContent not found (or permission denied)')],
    [404, message('models/gone is not found for API version v1beta')],
    [413, 'too large'],
  ])('%d %s: the caller reads it, the key stays', (status, body) => {
    expect(gemini(status, body)).toEqual({ kind: 'pass' })
  })

  test.each([500, 502, 503, 504])('%d: passing trouble', (status) => {
    expect(gemini(status, '')).toEqual({ kind: 'retry' })
  })
})

describe('what a refusal by Groq means', () => {
  test('429 with a header alone: it says how long', () => {
    expect(groq(429, message('Rate limit reached'), '7')).toEqual({
      kind: 'rest',
      restMs: 7_000,
      quota: 'minute',
    })
  })

  test('429 with the delay in its sentence: fractions count', () => {
    const body = message('Rate limit reached for model `x`. Please try again in 5.289s. Visit …')

    expect(groq(429, body)).toEqual({ kind: 'rest', restMs: 5_289, quota: 'minute' })
  })

  test.each([
    [401, '{"error":{"message":"Invalid API Key","code":"invalid_api_key"}}', 'invalid_api_key'],
    [403, '{"error":{"message":"Access denied"}}', 'forbidden'],
  ])('%d: the key is set aside', (status, body, reason) => {
    expect(groq(status, body)).toEqual({ kind: 'set_aside', reason })
  })

  test.each([
    [403, '{"error":{"message":"blocked","code":"model_permission_blocked_project"}}'],
    [400, '{"error":{"message":"gone","code":"model_decommissioned"}}'],
    [413, '{"error":{"message":"Request too large","code":"rate_limit_exceeded"}}'],
  ])('%d %s: the caller reads it', (status, body) => {
    expect(groq(status, body)).toEqual({ kind: 'pass' })
  })
})
