import { createHash } from 'node:crypto'

const LONGEST = 128

/** The same run always has the same name, and the engine lets a name exist once: that is what makes a run unique. */
export function containerName(owner: string, runId: string): string {
  const name = `${owner}-run-${runId}`
  if (name.length <= LONGEST) return name
  return `${owner}-run-${createHash('sha256').update(runId).digest('hex').slice(0, 40)}`
}
