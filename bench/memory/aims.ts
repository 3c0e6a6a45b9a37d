import type { Figures } from './figures.ts'

/** What a replay is to stay within. */
export interface Aims {
  p95: number
  max: number
  growth: number
  /** Times below full history, background counted. */
  full?: number
  backgroundShare?: number
}

const everywhere: Aims = { p95: 4_000, max: 6_000, growth: 1.2 }

const aims: Record<string, Aims> = {
  'small-talk': { ...everywhere, full: 6, backgroundShare: 0.2 },
  assistant: { ...everywhere, full: 50, backgroundShare: 0.2 },
  year: { ...everywhere, growth: 1.1 },
}

/** What of it is missed, in words; empty when all is well. */
export function missedBy(figures: Figures): string[] {
  const aim = aims[figures.id] ?? everywhere
  const { perMessage, growth, full, background } = figures
  const checks: [ok: boolean, words: string][] = [
    [perMessage.p95 <= aim.p95, `p95 ${Math.round(perMessage.p95)} > ${aim.p95}`],
    [perMessage.max <= aim.max, `max ${Math.round(perMessage.max)} > ${aim.max}`],
    [growth <= aim.growth, `growth ${growth.toFixed(2)} > ${aim.growth}`],
    [
      !aim.full || full.factor >= aim.full,
      `${full.factor.toFixed(1)} × below full history, aim ${aim.full} ×`,
    ],
    [
      !aim.backgroundShare || background.share <= aim.backgroundShare,
      `background ${(background.share * 100).toFixed(1)} %, aim ${(aim.backgroundShare ?? 0) * 100} %`,
    ],
  ]
  return checks.filter(([ok]) => !ok).map(([, words]) => words)
}
