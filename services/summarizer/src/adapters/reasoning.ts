/** What a family of models wants to hear so that it does not think aloud, and room for what it thinks silently. */
export interface ReasoningParameters {
  reasoning_effort?: 'none' | 'low'
  reasoning_format?: 'hidden'
  include_reasoning?: boolean
  max_completion_tokens: number
}

/** Room for what is thought silently before the answer. */
const thoughtTokens = 724

/**
 * Qwen puts its thoughts into the text unless both are said. gpt-oss cannot stop thinking and refuses
 * `reasoning_format`; its thoughts count as output. Other models may refuse all of these, so they get none.
 */
export function reasoningParameters(model: string, answerTokens: number): ReasoningParameters {
  if (/^qwen\/qwen-?3/i.test(model)) {
    return { reasoning_effort: 'none', reasoning_format: 'hidden', max_completion_tokens: answerTokens }
  }
  const max_completion_tokens = answerTokens + thoughtTokens
  if (/gpt-oss/i.test(model))
    return { reasoning_effort: 'low', include_reasoning: false, max_completion_tokens }
  return { max_completion_tokens }
}
