import type { CommandFinding } from '../judgement.ts'

/** What a finding says about its rule. Ids are stable: approvals, logs and documents name them. */
export interface RuleHead {
  id: string
  class: CommandFinding['class']
  reason: string
}

/** One program call, seen through wrappers such as sudo and xargs. */
export interface Call {
  /** Without its folder: `/bin/rm` is `rm`. */
  name: string
  /** As the program gets them, as far as that can be known; see `HOLE`. */
  args: string[]
  /** Whether more arguments come while it runs, as below xargs. */
  isOpen: boolean
  /** Whether what it prints goes into a file. */
  isToFile: boolean
  /** Whether another program reads a bounded piece of what it prints, as in `… | head`. */
  isCut: boolean
  /** Whether a path holds nothing to lose. */
  isThrowaway: (path: string) => boolean
}

/** A rule about calls of certain programs. */
export interface Rule extends RuleHead {
  programs: readonly string[]
  /** Always, when left out. */
  when?: (call: Call) => boolean
}
