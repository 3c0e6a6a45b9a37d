import type { UsageByPurpose } from '@aika/store'
import { plainLine } from './inline-code.ts'

/** What a person used, as Markdown. */
export function usageText({ ofToday, ofWeek }: Record<'ofToday' | 'ofWeek', UsageByPurpose[]>): string {
  return [...linesOf('Today', ofToday), '', ...linesOf('The last 7 days', ofWeek)].join('\n')
}

function linesOf(title: string, purposes: UsageByPurpose[]): string[] {
  const total = purposes.reduce((sum, { promptTokens, outputTokens }) => sum + promptTokens + outputTokens, 0)
  const lines = purposes.map(({ purpose, calls, promptTokens, outputTokens }) => {
    const tokens = `${count(promptTokens)} in, ${count(outputTokens)} out`
    return `- ${plainLine(purpose)}: ${tokens}, ${count(calls)} ${calls === 1 ? 'call' : 'calls'}`
  })
  return [`### ${title}: ${count(total)} tokens`, ...lines]
}

const count = (number: number) => number.toLocaleString('en-US')
