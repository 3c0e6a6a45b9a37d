import { percentile, sum } from '../lib/stats.ts'
import type { History } from './histories/history.ts'
import { baselines } from './replay/baselines.ts'
import type { Parts } from './replay/agent.ts'
import type { Cost } from './replay/replay.ts'

/** What one replay came to; all in estimated tokens, four characters each. */
export interface Figures {
  id: string
  title: string
  messages: number
  perMessage: { mean: number; p95: number; max: number }
  /** Mean of the last 50 messages over the mean of messages 26 to 75: 1 is flat. */
  growth: number
  /** Prompts and everything the summarizer sent and got. */
  total: number
  background: { tokens: number; share: number; callsPerMessage: number }
  full: Rival
  plain: Rival
  /** Mean tokens of each part of the prompt. */
  parts: Parts
}

/** The same history under another scheme, its own background left out. */
export interface Rival {
  mean: number
  total: number
  /** How many times ours, background included. */
  factor: number
}

export function figuresOf({ id, title, said }: History, costs: Cost[]): Figures {
  const tokens = costs.map((cost) => cost.tokens)
  const background = sum(costs.map((cost) => cost.background.tokens))
  const total = sum(tokens) + background
  const rivals = baselines(said, costs[0]!.parts.fixed!)
  const rival = (values: number[]) => ({
    mean: mean(values),
    total: sum(values),
    factor: sum(values) / total,
  })
  return {
    id,
    title,
    messages: costs.length,
    perMessage: { mean: mean(tokens), p95: percentile(tokens, 95), max: Math.max(...tokens) },
    growth: mean(tokens.slice(-50)) / mean(tokens.slice(25, 75)),
    total,
    background: {
      tokens: background,
      share: background / total,
      callsPerMessage: sum(costs.map((cost) => cost.background.calls)) / costs.length,
    },
    full: rival(rivals.full),
    plain: rival(rivals.plain),
    parts: meanParts(costs),
  }
}

function meanParts(costs: Cost[]): Parts {
  const names = [...new Set(costs.flatMap(({ parts }) => Object.keys(parts)))]
  return Object.fromEntries(names.map((name) => [name, mean(costs.map(({ parts }) => parts[name] ?? 0))]))
}

const mean = (values: number[]) => sum(values) / values.length
