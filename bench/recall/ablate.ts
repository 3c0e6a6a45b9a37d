import { recipe, type Recipe } from '../../packages/recall/src/index.ts'
import type { JudgedQuestion } from './dialogue.ts'
import { judge } from './judge.ts'
import { header, line } from './print.ts'
import type { Replayed } from './replay.ts'

/** Each idea of the recipe taken out by itself. */
const without: Record<string, Partial<Recipe>> = {
  'as it is': {},
  '- date': { dateFactor: 1 },
  '- time words': { timeFactor: 1 },
  '- speakers': { speakerFactor: 1 },
  '- names': { nameFactor: 1, widenedNameFactor: 1 },
  '- questions count less': { questionFactor: 1 },
  '- replies': { replyShare: 0 },
  '- several days': { dayFactor: 1 },
  '- related words': { relatedWeight: 0, otherwiseWeight: 0 },
  '- newest first': { sameShare: 1.01 },
  '- changes first': { changedScore: Infinity },
  '- all of these': { nameFactor: 1, questionFactor: 1, dayFactor: 1, relatedWeight: 0, otherwiseWeight: 0, sameShare: 1.01, changedScore: Infinity }, // prettier-ignore
}

export async function ablate(replayed: Replayed, questions: JudgedQuestion[]): Promise<string[]> {
  const lines = [header]
  for (const [name, change] of Object.entries(without)) {
    lines.push(line(name, await judge(replayed, questions, { ...recipe, ...change })))
  }
  return lines
}
