import type { FailureCode } from './reply.ts'

/** How the record of a turn without an answer begins, in the place of the answer. */
export const startOfNoAnswer = (code: FailureCode) => `(No answer: ${code}`

/** How that of a turn begins whose question the model refused to read. */
export const startOfRefused = startOfNoAnswer('blocked_by_safety')

/**
 * Whether this stands in the place of an answer to what a model refused to read: such a question goes into no prompt, no
 * summary and no search, as with its words a model would refuse all that comes after, however harmless.
 */
export const isRefused = (answer: string | null) => answer?.startsWith(startOfRefused) === true
