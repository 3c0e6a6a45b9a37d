/** `allow` is everyday work, `ask` wants the person's yes first, `block` is never run. */
export type CommandClass = 'allow' | 'ask' | 'block'

/** One reason not to run a command unasked. */
export interface CommandFinding {
  /** Stable id of the rule, such as `delete-files`. */
  rule: string
  class: Exclude<CommandClass, 'allow'>
  /** In a person's words, a clause without a full stop: “it deletes files”. */
  reason: string
  /** The piece of the script it is about: one line, control characters taken out, at most 160 characters. */
  at: string
}

export interface CommandJudgement {
  /** The strictest class among the findings. */
  class: CommandClass
  /** Strictest first, each rule at most three times, 40 at most. */
  findings: CommandFinding[]
  /**
   * Files whose content would be replaced if they exist (`>`, tee, cp, mv, dd of=, sed -i …), which no syntax tells:
   * look before it runs. Normalised, relative to where the script starts or absolute, never below /tmp or /dev.
   * Names that are known only while it runs are a finding instead. At most 200; more are a finding.
   */
  overwrites: string[]
  /** What files hold that it was told of or writes itself word for word, by the paths it knows them by. */
  files: ReadonlyMap<string, string>
}
