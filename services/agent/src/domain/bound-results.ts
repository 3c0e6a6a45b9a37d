import type { Content, Part } from './model.ts'
import { cutMiddle } from './tokens.ts'

/** Characters of tool results that go to the model with one call; about 12,000 tokens. */
export const maxResultChars = 48_000
/** What stays of a result that has no room: enough to see what it was. */
const shortenedChars = 400

/**
 * What follows the prompt, with a ceiling: the newest results stay whole, older ones are cut once there is no room for
 * them. What the model itself wrote is returned as it is, its signatures would not fit otherwise. The same contents give
 * the same outcome, in whichever process.
 */
export function boundResults(contents: Content[]): Content[] {
  let left = maxResultChars
  const bounded = (part: Part): Part => {
    const { functionResponse } = part
    if (!functionResponse) return part
    const text = JSON.stringify(functionResponse.response)
    left -= text.length
    return left >= 0 ? part : { functionResponse: { ...functionResponse, response: shortened(text) } }
  }
  // From the newest to the oldest, parts as well.
  return contents
    .toReversed()
    .map((content) => ({ ...content, parts: content.parts.toReversed().map(bounded).toReversed() }))
    .toReversed()
}

function shortened(text: string): Record<string, unknown> {
  if (text.length <= shortenedChars) return JSON.parse(text) as Record<string, unknown>
  return {
    note: 'an older result, shortened; call again if you need it',
    result: cutMiddle(text, shortenedChars, (missing) => `[… ${missing} characters left out …]`),
  }
}
