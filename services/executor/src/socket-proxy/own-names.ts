import { containerName, readyName } from '../domain/container-name.ts'

/** As the run queue has it; its schema would cost this process a third of its memory. */
const isRunId = (text: string) => /^[A-Za-z][\w-]{0,119}$/.test(text)
const isToken = (text: string) => /^[0-9a-f]{16}$/.test(text)

/** Whether a name is one that this installation gives its sandboxes: a run's, or that of one that waits for its run. */
export function isOwnName(name: string | undefined, owner: string): name is string {
  if (!name) return false
  const run = afterPrefix(name, containerName(owner, ''))
  const token = afterPrefix(name, readyName(owner, ''))
  return (run !== undefined && isRunId(run)) || (token !== undefined && isToken(token))
}

function afterPrefix(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
}
