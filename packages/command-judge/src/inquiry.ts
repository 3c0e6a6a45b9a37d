import { posix } from 'node:path'
import type { CommandFinding, CommandJudgement } from './judgement.ts'
import { HOLE, hasHole } from './hole.ts'
import type { RuleHead } from './rules/rule.ts'

const longestPiece = 160
const mostFindings = 40
const mostPerRule = 3
const mostOverwrites = 200
const order = { block: 0, ask: 1 }

/** Scripts within scripts. */
export const deepestScript = 24

/** Thrown when a script needs more looking at than it is worth; the answer is then to ask. */
export class TooMuch extends Error {}

/** What has been found so far, and how much looking is left. One for the script and all scripts within it. */
export class Inquiry {
  #steps = 150_000
  #characters = 192 * 1024
  readonly #findings = new Map<string, CommandFinding>()
  readonly #perRule = new Map<string, number>()
  readonly #overwrites = new Set<string>()

  /** @param cost - how much more than one node it takes. @throws TooMuch */
  step(cost = 1): void {
    this.#steps -= cost
    if (this.#steps < 0) throw new TooMuch()
  }

  /** Counts text that is going to be parsed. @throws TooMuch */
  read(text: string): void {
    this.#characters -= text.length
    if (this.#characters < 0) throw new TooMuch()
  }

  find({ id, class: kind, reason }: RuleHead, piece: string): void {
    const at = shown(piece)
    const key = `${id} ${at}`
    const count = this.#perRule.get(id) ?? 0
    if (this.#findings.has(key) || count >= mostPerRule) return
    this.#perRule.set(id, count + 1)
    this.#findings.set(key, { rule: id, class: kind, reason, at })
  }

  /** @returns false when there are too many to be looked at. */
  overwrite(path: string): boolean {
    if (this.#overwrites.size >= mostOverwrites) return false
    this.#overwrites.add(posix.normalize(path))
    return true
  }

  judgement(written: ReadonlyMap<string, string>): CommandJudgement {
    const found = [...this.#findings.values()].sort((a, b) => order[a.class] - order[b.class])
    return {
      class: found[0]?.class ?? 'allow',
      findings: found.slice(0, mostFindings),
      overwrites: [...this.#overwrites],
      files: new Map([...written].filter(([path, text]) => !hasHole(path + text))),
    }
  }
}

/** A piece of a script as it may stand on a card. */
function shown(piece: string): string {
  const line = piece
    .slice(0, 4 * longestPiece)
    .replaceAll(HOLE, '…')
    // eslint-disable-next-line no-control-regex
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
  return (line.length <= longestPiece ? line : `${line.slice(0, longestPiece - 1)}…`).toWellFormed()
}
