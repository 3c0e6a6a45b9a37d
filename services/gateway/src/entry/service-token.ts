import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/**
 * Checks what a caller shows, `x-goog-api-key` or `Authorization: Bearer`, as the vendors' SDKs send their keys.
 * Digests are compared, so that neither the content nor the length of the token shows in the time it takes.
 */
export function serviceTokenCheck(token: string): (headers: IncomingHttpHeaders) => boolean {
  const expected = digest(token)
  return (headers) => {
    const shown = headers['x-goog-api-key'] ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
    return typeof shown === 'string' && timingSafeEqual(digest(shown), expected)
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
