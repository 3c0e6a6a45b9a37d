import type { Lives, Outcome } from './live.ts'
import { ages, type Group } from './plan.ts'

export interface Share {
  right: number
  asked: number
}

export interface Score {
  groups: Record<Group, Share>
  /** By group and days since the fact was told. */
  byAge: Record<string, Share>
  mostModelCalls: number
  leaks: number
  wrong: Outcome[]
}

/** The value is there, and what it was before is not, or comes after it. */
function isRight({ value, formerly, answer, isLeak }: Outcome): boolean {
  if (isLeak) return false
  if (value === undefined) return true
  const at = answer.indexOf(value)
  const old = formerly === undefined ? -1 : answer.indexOf(formerly)
  return at >= 0 && (old < 0 || at < old)
}

export function score({ outcomes, leaks }: Lives): Score {
  const share = (some: Outcome[]): Share => ({ right: some.filter(isRight).length, asked: some.length })
  const of = (group: Group) => outcomes.filter((outcome) => outcome.group === group)
  const aged = (['same words', 'paraphrased', 'changed'] as const).flatMap((group) =>
    ages.map(
      (age) => [`${group}, ${age} d`, share(of(group).filter((outcome) => outcome.age === age))] as const,
    ),
  )
  return {
    groups: {
      'same words': share(of('same words')),
      paraphrased: share(of('paraphrased')),
      changed: share(of('changed')),
      deleted: share(of('deleted')),
      foreign: share(of('foreign')),
    },
    byAge: Object.fromEntries(aged.filter(([, { asked }]) => asked > 0)),
    mostModelCalls: Math.max(...outcomes.map(({ modelCalls }) => modelCalls), 0),
    leaks: leaks.length,
    wrong: outcomes.filter((outcome) => !isRight(outcome)),
  }
}

export const shareOf = ({ right, asked }: Share): number => (asked === 0 ? 1 : right / asked)
