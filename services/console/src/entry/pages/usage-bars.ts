import type { Overview, PurposeUsage } from '../../domain/overview.ts'
import { costOf, type ModelUsage, type Price } from '../../domain/prices.ts'
import { html, type Html } from './html.ts'
import { count, dollars } from './words.ts'

export const tokensOf = ({ promptTokens, outputTokens }: { promptTokens: number; outputTokens: number }) =>
  promptTokens + outputTokens

/** Tokens by purpose, the most first, and what each model cost. */
export function usageBars({ usage, models = [] }: Overview, prices: ReadonlyMap<string, Price>): Html {
  if (!usage) return html`<p class="empty">The database does not answer.</p>`
  if (usage.length === 0) return html`<p class="empty">No model was called today.</p>`
  const largestFirst = usage.toSorted((one, other) => tokensOf(other) - tokensOf(one))
  const most = Math.max(1, tokensOf(largestFirst[0]!))
  return html`<ul class="bars">
      ${largestFirst.map((purpose) => bar(purpose, most))}
    </ul>
    <ul class="models">
      ${models.map((model) => modelLine(model, prices))}
    </ul>`
}

/** What is known of today's cost, in words; undefined when no model has a price. */
export function costToday({ models = [] }: Overview, prices: ReadonlyMap<string, Price>): string | undefined {
  const costs = models.map((model) => costOf(model, prices)).filter((cost) => cost !== undefined)
  if (costs.length === 0) return undefined
  const total = dollars(costs.reduce((sum, cost) => sum + cost, 0))
  return costs.length === models.length ? `about ${total}` : `${total} and what has no price`
}

function bar(purpose: PurposeUsage, most: number): Html {
  const { calls, promptTokens, outputTokens } = purpose
  return html`<li>
    <div><b>${purpose.purpose}</b><span>${count(tokensOf(purpose))}</span></div>
    <meter max="${most}" value="${tokensOf(purpose)}"></meter>
    <small>${callsInWords(calls)} · ${count(promptTokens)} in · ${count(outputTokens)} out</small>
  </li>`
}

function modelLine(usage: ModelUsage, prices: ReadonlyMap<string, Price>): Html {
  const cost = costOf(usage, prices)
  const cached = usage.cachedTokens > 0 && ` · ${count(usage.cachedTokens)} from cache`
  return html`<li>
    <code>${usage.model}</code>
    <small
      >${callsInWords(usage.calls)}${cached} · ${cost === undefined ? 'no price set' : dollars(cost)}</small
    >
  </li>`
}

export function callsInWords(calls: number): string {
  return calls === 1 ? '1 call' : `${count(calls)} calls`
}
