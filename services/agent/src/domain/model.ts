/** The part of a message of Gemini's that we look into; the rest is kept and returned verbatim. */
export interface Part {
  text?: string
  thought?: boolean
  thoughtSignature?: string
  functionCall?: { id?: string; name: string; args?: Record<string, unknown> }
  inlineData?: { mimeType: string; /** Base64. */ data: string }
  functionResponse?: { id?: string; name: string; response: Record<string, unknown> }
}

export interface Content {
  role: 'user' | 'model'
  parts: Part[]
}

export interface ToolDeclaration {
  name: string
  description: string
  /** Absent: it takes no arguments. */
  parameters?: unknown
}

export interface ModelRequest {
  system: string
  contents: Content[]
  /** Which model wrote a content, by its index: signatures are valid for their own model only. */
  writtenBy: Map<number, string>
  tools: ToolDeclaration[]
  /** `false`: the model sees the tools and may not call them. */
  mayCallTools: boolean
  userId: number
  traceId: string
}

/** How a call to the model ended. A refusal is an answer; what may pass is an error. */
export type ModelAnswer =
  | { kind: 'content'; content: Content; model: string; truncated: boolean }
  | { kind: 'blocked'; reason: string }
  | { kind: 'malformed'; reason: string }

/** Hears an answer while it comes. What a try began that broke off is said again by the next one. */
export interface Listener {
  text(soFar: string): void
  /** A call was opened; the rest of the answer is still on its way. */
  call(name: string): void
}

export interface Model {
  /**
   * Asks once, streaming to `listener`.
   *
   * Passing trouble (the gateway restarting, an overloaded model, a stream cut short) is retried inside, other models
   * are tried when one is gone.
   * @throws AppError `quota_resting` (with `retryAfterSeconds` where known), `model_unavailable`, `model_refused`;
   *   the signal's reason when aborted.
   */
  ask(request: ModelRequest, listener: Listener, signal: AbortSignal): Promise<ModelAnswer>
}

export type FunctionCall = NonNullable<Part['functionCall']>

export function callsIn(content: Content): FunctionCall[] {
  return content.parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : []))
}

/** What is to be read: text that is not a thought. */
export function textOf(content: Content): string {
  return content.parts
    .filter(({ thought, text }) => !thought && text)
    .map(({ text }) => text)
    .join('')
    .trim()
}
