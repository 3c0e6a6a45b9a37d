import { Inquiry, TooMuch } from './inquiry.ts'
import type { CommandJudgement } from './judgement.ts'
import { structureRules } from './rules/structure.ts'
import { Variables } from './variables.ts'
import { judgeScript } from './walk.ts'

/** Longer scripts are asked about unread. */
const longestScript = 64 * 1024

/**
 * Judges a bash script by its parsed syntax before it runs in a sandbox: whether it may run as it is, wants the
 * person's yes, or is never run. A second wall: the sandbox holds without it.
 *
 * Synchronous, and pure but for today's date. Never throws. Bounded in time and memory whatever the text; what cannot
 * be parsed, or takes too much looking, is `ask`. What programs do by themselves is not seen, nor what files hold: but
 * for those given.
 *
 * @param files - what is known of files, by their paths as the script may name them: one that it runs is judged with it.
 */
export function judgeCommand(
  script: string,
  files: ReadonlyMap<string, string> = new Map(),
): CommandJudgement {
  const written = new Map(files)
  const inquiry = new Inquiry()
  const facts = { variables: new Variables(), movesAbout: false, makesLinks: false }
  if (script.length > longestScript) {
    inquiry.find(structureRules.tooComplex, script)
    return inquiry.judgement(written)
  }
  try {
    judgeScript(script, {
      inquiry,
      facts,
      source: script,
      input: { kind: 'nothing' },
      folder: { path: '.' },
      isInFunction: false,
      isCut: false,
      depth: 0,
      written,
      judgeScript,
    })
  } catch (error) {
    // The parser and the walk are recursive: running out of stack is the script's nesting, not a fault of ours.
    if (!(error instanceof TooMuch) && !(error instanceof RangeError))
      inquiry.find(structureRules.unparsable, script)
    else inquiry.find(structureRules.tooComplex, script)
  }
  return inquiry.judgement(written)
}
