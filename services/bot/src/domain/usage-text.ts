import type { PartTokens, UsageByPurpose } from '@aika/store'
import { plainLine } from './inline-code.ts'

interface Used extends Record<'ofToday' | 'ofWeek', UsageByPurpose[]> {
  /** Of the last message; empty: there was none. */
  lastPrompt: PartTokens[]
}

/** What a person used, as Markdown. */
export function usageText({ ofToday, ofWeek, lastPrompt }: Used): string {
  const lines = [...linesOf('Today', ofToday), '', ...linesOf('The last 7 days', ofWeek)]
  return [...lines, ...promptLines(lastPrompt)].join('\n')
}

/** What models were asked for, as people may call it; anything else goes by its own name. */
const wordsOfPurposes: Record<string, string> = {
  turn: 'answering you',
  'summary-exchange': 'remembering, message by message',
  'summary-fold': 'summing up today',
  'summary-daily': 'summing up days',
  'summary-weekly': 'summing up weeks',
  triage: 'looking into errors',
}

/** What a prompt is made of, as people may call it. */
const wordsOfParts = new Map([
  ['rules and tools', ['fixed']],
  ['notes', ['notes']],
  ['memory', ['major', 'dailies', 'fold', 'sentences']],
  ['last messages', ['recent']],
  ['found in earlier ones', ['recalled']],
  ['the message itself', ['message']],
])

function promptLines(lastPrompt: PartTokens[]): string[] {
  if (lastPrompt.length === 0) return []
  const sumOf = (parts: PartTokens[]) => parts.reduce((sum, { tokens }) => sum + tokens, 0)
  const shares = [...wordsOfParts].map(
    ([words, names]) => [words, sumOf(lastPrompt.filter(({ part }) => names.includes(part)))] as const,
  )
  const said = shares.filter(([, tokens]) => tokens > 0).map(([words, tokens]) => `${words} ${count(tokens)}`)
  return ['', `Your last message’s prompt: ${count(sumOf(lastPrompt))} tokens — ${said.join(', ')}.`]
}

function linesOf(title: string, purposes: UsageByPurpose[]): string[] {
  const total = purposes.reduce((sum, { promptTokens, outputTokens }) => sum + promptTokens + outputTokens, 0)
  const lines = purposes.map(({ purpose, calls, promptTokens, outputTokens }) => {
    const tokens = `${count(promptTokens)} in, ${count(outputTokens)} out`
    return `- ${plainLine(wordsOfPurposes[purpose] ?? purpose)}: ${tokens}, ${count(calls)} ${calls === 1 ? 'call' : 'calls'}`
  })
  return [`### ${title}: ${count(total)} tokens`, ...lines]
}

const count = (number: number) => number.toLocaleString('en-US')
