/** The machines a sandbox runs on, by Node's names. */
export const architectures = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' } as const
export type Architecture = keyof typeof architectures

/** What an argument of a call must be. Compared over all 64 bits: bits that the kernel ignores cannot slip past. */
export interface Condition {
  /** Which argument, from 0. */
  index: number
  op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ'
  /** What it equals; with a mask, the mask. */
  value: number
  /** With a mask, what the masked bits equal. */
  valueTwo?: number
}

/** Calls which are allowed when all conditions hold; several rules for a call: when any rule holds. */
export interface Rule {
  names: string[]
  args: Condition[]
}

export const equals = (index: number, value: number): Condition => ({ index, op: 'SCMP_CMP_EQ', value })

export const masked = (index: number, mask: number, value = 0): Condition => ({
  index,
  op: 'SCMP_CMP_MASKED_EQ',
  value: mask,
  valueTwo: value,
})

/** One rule for each value that the argument may have. */
export function oneOf(name: string, index: number, values: Record<string, number>): Rule[] {
  return Object.values(values).map((value) => ({ names: [name], args: [equals(index, value)] }))
}
