import type { Provider } from '../domain/call.ts'

/** Why the gateway itself refuses; stable, for machines. */
export type Refusal =
  | 'UNAUTHENTICATED'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'BODY_TOO_LARGE'
  | 'ALL_KEYS_RESTING'
  | 'NO_USABLE_KEY'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNREACHABLE'
  | 'INTERNAL'

const refusals: Record<Refusal, { code: number; status: string; message: string }> = {
  UNAUTHENTICATED: { code: 401, status: 'UNAUTHENTICATED', message: 'wrong service token' },
  NOT_FOUND: { code: 404, status: 'NOT_FOUND', message: 'the gateway does not forward this' },
  BAD_REQUEST: { code: 400, status: 'INVALID_ARGUMENT', message: 'the gateway cannot read this request' },
  BODY_TOO_LARGE: { code: 413, status: 'INVALID_ARGUMENT', message: 'the request is too large' },
  ALL_KEYS_RESTING: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'all keys resting' },
  NO_USABLE_KEY: { code: 503, status: 'UNAVAILABLE', message: 'no usable key' },
  UPSTREAM_TIMEOUT: {
    code: 504,
    status: 'DEADLINE_EXCEEDED',
    message: 'the provider did not answer in time',
  },
  UPSTREAM_UNREACHABLE: { code: 502, status: 'UNAVAILABLE', message: 'the provider cannot be reached' },
  INTERNAL: { code: 500, status: 'INTERNAL', message: 'internal error of the gateway' },
}

/** The gateway's own refusal, in the shape of the vendor's errors, so that its SDK reads it. */
export function errorBody(
  provider: Provider,
  reason: Refusal,
  details: object = {},
): { code: number; body: object } {
  const { code, status, message } = refusals[reason]
  const detail = [{ reason, ...details }]
  return provider === 'gemini'
    ? { code, body: { error: { code, status, message, details: detail } } }
    : {
        code,
        body: { error: { message, type: status.toLowerCase(), code: reason.toLowerCase(), details: detail } },
      }
}
