import type { Provider } from './call.ts'

export interface TokenCounts {
  promptTokens: number
  cachedTokens: number
  outputTokens: number
  thoughtTokens: number
}

const NO_TOKENS: TokenCounts = { promptTokens: 0, cachedTokens: 0, outputTokens: 0, thoughtTokens: 0 }

/** One event of the vendors' streams stays far below this; the counts stand in the last that has any. */
const TAIL_BYTES = 64 * 1024

/**
 * Reads a vendor's token counts off an answer that is on its way to the caller. While bytes flow it only keeps the
 * newest ones; a single search and one small parse happen after the last byte has gone.
 */
export class UsageTail {
  readonly #chunks: Uint8Array[] = []
  #bytes = 0

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.byteLength
    while (this.#bytes - this.#chunks[0]!.byteLength >= TAIL_BYTES) {
      this.#bytes -= this.#chunks.shift()!.byteLength
    }
  }

  /** Zeroes where the answer has no counts. */
  read(provider: Provider): TokenCounts {
    const text = Buffer.concat(this.#chunks).toString('utf8')
    return provider === 'gemini' ? readGemini(text) : readGroq(text)
  }
}

function readGemini(text: string): TokenCounts {
  const usage = lastObjectAt(text, 'usageMetadata')
  if (!usage) return NO_TOKENS
  return {
    // Counts the tools' part too; what was read from the cache is inside promptTokenCount.
    promptTokens: count(usage.promptTokenCount) + count(usage.toolUsePromptTokenCount),
    cachedTokens: count(usage.cachedContentTokenCount),
    outputTokens: count(usage.candidatesTokenCount),
    thoughtTokens: count(usage.thoughtsTokenCount),
  }
}

function readGroq(text: string): TokenCounts {
  const usage = lastObjectAt(text, 'usage')
  if (!usage) return NO_TOKENS
  const prompt = (usage.prompt_tokens_details ?? {}) as Record<string, unknown>
  const output = (usage.completion_tokens_details ?? {}) as Record<string, unknown>
  const thoughtTokens = count(output.reasoning_tokens)
  return {
    promptTokens: count(usage.prompt_tokens),
    cachedTokens: count(prompt.cached_tokens),
    outputTokens: Math.max(0, count(usage.completion_tokens) - thoughtTokens),
    thoughtTokens,
  }
}

/**
 * The last `"name": {…}` of a JSON text that may be cut at its start. A model cannot forge one in what it says: in a
 * JSON string the quotes around the name would be escaped.
 */
function lastObjectAt(text: string, name: string): Record<string, unknown> | undefined {
  const pattern = new RegExp(`(?<!\\\\)"${name}"\\s*:\\s*\\{`, 'g')
  let start = -1
  for (let hit = pattern.exec(text); hit; hit = pattern.exec(text)) start = pattern.lastIndex - 1
  const end = start === -1 ? -1 : endOfObject(text, start)
  if (end === -1) return undefined
  try {
    return JSON.parse(text.slice(start, end)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Both vendors' count objects hold numbers, names and lists of such: no braces inside strings. */
function endOfObject(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at + 1
  }
  return -1
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.trunc(value) : 0
}
