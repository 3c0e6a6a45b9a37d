import { json, type WholeAnswer } from '../http/answer.ts'

/** Groq's error envelope. */
export function groqError(
  status: number,
  message: string,
  type: string,
  code?: string,
  headers?: Record<string, string>,
) {
  return json(status, { error: { message, type, ...(code && { code }) } }, headers)
}

export const badRequest = (message: string, code?: string) =>
  groqError(400, message, 'invalid_request_error', code)

export const invalidKey = () => groqError(401, 'Invalid API Key', 'invalid_request_error', 'invalid_api_key')

export function unknownModel(model: string): WholeAnswer {
  const message = `The model \`${model}\` does not exist or you do not have access to it.`
  return groqError(404, message, 'invalid_request_error', 'model_not_found')
}

export function decommissioned(model: string): WholeAnswer {
  return badRequest(
    `The model \`${model}\` has been decommissioned and is no longer supported. Please refer to the documentation for a recommendation on which model to use instead.`,
    'model_decommissioned',
  )
}

/** A 429 by tokens per minute or per day, with retry-after in seconds. */
export function rateLimited(model: string, kind: 'minute' | 'day', retryAfterS: number): WholeAnswer {
  const unit = kind === 'minute' ? 'tokens per minute (TPM)' : 'tokens per day (TPD)'
  const message =
    `Rate limit reached for model \`${model}\` in organization \`org_standin\` service tier \`on_demand\` on ${unit}: ` +
    `Limit 6000, Used 5900, Requested 400. Please try again in ${retryAfterS}s.`
  return groqError(429, message, 'tokens', 'rate_limit_exceeded', { 'retry-after': String(retryAfterS) })
}

/** The plain error for a status, as faults ask for it. */
export function plainError(status: number, retryAfterS?: number): WholeAnswer {
  if (status === 429) return rateLimited('qwen/qwen3-32b', 'minute', retryAfterS ?? 5)
  return groqError(status, 'Internal Server Error', 'internal_server_error')
}
