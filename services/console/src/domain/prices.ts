/** What a model costs, in US dollars for a million tokens. */
export interface Price {
  prompt: number
  cached: number
  output: number
}

export interface ModelUsage {
  model: string
  calls: number
  /** Cached ones included. */
  promptTokens: number
  cachedTokens: number
  /** Thoughts included. */
  outputTokens: number
}

/** `model=prompt/cached/output`, separated by `;`. Undefined when a part does not read like that. */
export function readPrices(text: string): Map<string, Price> | undefined {
  const entries = text
    .split(';')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => /^([^=\s]+)\s*=\s*([\d.]+)\/([\d.]+)\/([\d.]+)$/.exec(entry))
  if (!entries.every((match) => match !== null)) return undefined
  const prices = entries.map(
    ([, model = '', prompt, cached, output]) =>
      [model, { prompt: Number(prompt), cached: Number(cached), output: Number(output) }] as const,
  )
  const areNumbers = prices.every(([, price]) =>
    Object.values(price).every((number) => Number.isFinite(number)),
  )
  return areNumbers ? new Map(prices) : undefined
}

/** In US dollars; undefined for a model without a price. */
export function costOf(usage: ModelUsage, prices: ReadonlyMap<string, Price>): number | undefined {
  const price = prices.get(usage.model)
  if (!price) return undefined
  const fresh = Math.max(0, usage.promptTokens - usage.cachedTokens)
  const perMillion =
    fresh * price.prompt + usage.cachedTokens * price.cached + usage.outputTokens * price.output
  return perMillion / 1_000_000
}
