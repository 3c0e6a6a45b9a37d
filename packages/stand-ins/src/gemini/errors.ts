import { json, type WholeAnswer } from '../http/answer.ts'

/** Gemini's error envelope. */
export function geminiError(code: number, status: string, message: string, details?: unknown[]): WholeAnswer {
  return json(code, { error: { code, message, status, ...(details && { details }) } })
}

export class InvalidArgument extends Error {}

/** A 400 INVALID_ARGUMENT with Gemini's own words. */
export const invalid = (message: string) => new InvalidArgument(message)

const perMinute = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier'
const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier'

/** A 429 as Gemini words it, with QuotaFailure and RetryInfo. */
export function quotaError(kind: 'minute' | 'day', model: string, retryDelayS: number): WholeAnswer {
  const message =
    'You exceeded your current quota, please check your plan and billing details. ' +
    `For more information on this error, head over to the rate limit page.\nPlease retry in ${retryDelayS}s.`
  const violation = {
    quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
    quotaId: kind === 'minute' ? perMinute : perDay,
    quotaDimensions: { location: 'global', model },
    quotaValue: kind === 'minute' ? '5' : '20',
  }
  return geminiError(429, 'RESOURCE_EXHAUSTED', message, [
    { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [violation] },
    { '@type': 'type.googleapis.com/google.rpc.Help', links: [{ description: 'Learn more about quotas' }] },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryDelayS}s` },
  ])
}

export const overloaded = () =>
  geminiError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.')

export function unknownModel(model: string, version: string): WholeAnswer {
  return geminiError(
    404,
    'NOT_FOUND',
    `models/${model} is not found for API version ${version}, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  )
}

export function invalidKey(): WholeAnswer {
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'generativelanguage.googleapis.com' },
  }
  return geminiError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [info])
}

const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** The plain error for a status, as faults ask for it. */
export function plainError(status: number, retryAfterS?: number): WholeAnswer {
  if (status === 429) return quotaError('minute', 'gemini-3-flash-preview', retryAfterS ?? 20)
  return geminiError(status, statusNames[status] ?? 'UNKNOWN', 'An internal error has occurred.')
}
