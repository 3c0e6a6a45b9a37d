import { amountRules } from './amounts.ts'
import { dangerRules } from './danger.ts'
import { deletingRules } from './deleting.ts'
import { gitRules } from './git.ts'
import { lookingRules } from './looking.ts'
import { plantRules } from './plants.ts'
import type { Call, Rule, RuleHead } from './rule.ts'
import { sendingRules } from './sending.ts'
import { structureRules } from './structure.ts'

const callRules: Rule[] = [
  ...deletingRules,
  ...gitRules,
  ...plantRules,
  ...dangerRules,
  ...amountRules,
  ...lookingRules,
  ...sendingRules,
]

const byProgram = new Map<string, Rule[]>()
for (const rule of callRules) {
  for (const program of rule.programs) byProgram.set(program, [...(byProgram.get(program) ?? []), rule])
}

/** Every rule there is: the README's table and the tests go by it. */
export const allRules: RuleHead[] = [
  ...new Map([...callRules, ...Object.values(structureRules)].map((rule) => [rule.id, rule])).values(),
]

/** The rules that a call breaks. */
export function brokenBy(call: Call): Rule[] {
  return (byProgram.get(call.name) ?? []).filter(({ when }) => when?.(call) ?? true)
}
