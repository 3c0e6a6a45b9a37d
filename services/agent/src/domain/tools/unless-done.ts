import { AppError } from '@aika/errors'
import type { ToolContext } from './tool.ts'

/**
 * Does what must not be done twice. A try that died before its result was stored has perhaps done it: then nothing to
 * work on is found any more, and that counts as done.
 *
 * @param isDone - asked in that case alone: whether what the work leads to is there.
 * @returns undefined when an earlier try did it.
 */
export async function unlessDone<Result>(
  { begin }: Pick<ToolContext, 'begin'>,
  work: (isFirst: boolean) => Promise<Result>,
  isDone: () => Promise<boolean>,
): Promise<Result | undefined> {
  const isFirst = await begin()
  try {
    return await work(isFirst)
  } catch (error) {
    const isGone = !isFirst && error instanceof AppError && error.code === 'not_found'
    if (!isGone || !(await isDone())) throw error
    return undefined
  }
}
