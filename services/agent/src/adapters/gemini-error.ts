import { messageOf } from '@aika/errors'
import { ApiError } from '@google/genai'
import { ModelTrouble } from '../domain/patient-model.ts'

interface GoogleError {
  code?: number
  status?: string
  message?: string
  details?: { retryDelay?: string; retryAfterSeconds?: number }[]
}

/** What the SDK throws, in our words. What the gateway did not say is its own absence. */
export function explainGeminiError(error: unknown): Error {
  if (error instanceof ModelTrouble) return error
  const found = googleErrorIn(error)
  if (!found)
    return new ModelTrouble('away', `no answer from the gateway: ${messageOf(error)}`, { cause: error })
  const { code = 0, message = '' } = found
  const say = `${code} ${message}`.slice(0, 500)
  if (code === 429) return new ModelTrouble('resting', say, { cause: error, ...retryAfter(found) })
  if (code === 404) return new ModelTrouble('gone', say, { cause: error })
  if (code === 502 || code === 504) return new ModelTrouble('cut', say, { cause: error })
  if (code >= 500) return new ModelTrouble('overloaded', say, { cause: error })
  const isSignature = code === 400 && /thought.?signature/i.test(message)
  return new ModelTrouble(isSignature ? 'signature' : 'refused', say, { cause: error })
}

/** The SDK puts the body's JSON into the message; within a stream behind “got status: X. ”. */
function googleErrorIn(error: unknown): GoogleError | undefined {
  const message = messageOf(error)
  const start = message.indexOf('{')
  if (start >= 0) {
    try {
      const body = JSON.parse(message.slice(start)) as { error?: GoogleError | string }
      if (typeof body.error === 'object') return body.error
    } catch {
      // Not JSON after all.
    }
  }
  // Trouble that the vendor did not put into words is the way's: a gateway that stops, a proxy between.
  return error instanceof ApiError && error.status < 500 ? { code: error.status, message } : undefined
}

function retryAfter({ details }: GoogleError): { retryAfterSeconds?: number } {
  for (const { retryAfterSeconds, retryDelay } of details ?? []) {
    const seconds = retryAfterSeconds ?? Number.parseFloat(retryDelay ?? '')
    if (Number.isFinite(seconds) && seconds > 0) return { retryAfterSeconds: Math.ceil(seconds) }
  }
  return {}
}
