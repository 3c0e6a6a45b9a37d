import { missedBy } from './aims.ts'
import type { Figures } from './figures.ts'

/** What is printed: costs, comparison and parts, a row a replay each, in Markdown. */
export function tables(all: Figures[]): string {
  return [costs(all), comparison(all), parts(all)].join('\n\n')
}

function costs(all: Figures[]): string {
  const head = ['replay', 'messages', 'tokens a message: mean', 'p95', 'max', 'last 50 / 26–75', 'missed']
  const row = (figures: Figures) => [
    figures.title,
    whole(figures.messages),
    whole(figures.perMessage.mean),
    whole(figures.perMessage.p95),
    whole(figures.perMessage.max),
    figures.growth.toFixed(2),
    missedBy(figures).join('; ') || '—',
  ]
  return markdown(head, all.map(row))
}

function comparison(all: Figures[]): string {
  const head = [
    'replay',
    'all tokens',
    'of them background',
    'calls a message',
    'full history',
    'plain scheme',
  ]
  const row = ({ title, total, background, full, plain }: Figures) => [
    title,
    whole(total),
    `${whole(background.tokens)} (${(background.share * 100).toFixed(1)} %)`,
    background.callsPerMessage.toFixed(2),
    `${whole(full.total)} (${whole(full.mean)} a message): ${full.factor.toFixed(1)} ×`,
    `${whole(plain.total)} (${whole(plain.mean)} a message): ${plain.factor.toFixed(1)} ×`,
  ]
  return markdown(head, all.map(row))
}

function parts(all: Figures[]): string {
  const names = [...new Set(all.flatMap((figures) => Object.keys(figures.parts)))]
  const row = (figures: Figures) => [figures.title, ...names.map((name) => whole(figures.parts[name] ?? 0))]
  return markdown(['mean tokens of a part', ...names], all.map(row))
}

function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
