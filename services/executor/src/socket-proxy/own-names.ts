import { containerName, readyName } from '../domain/container-name.ts'

/** As the run queue has it; its schema would cost this process a third of its memory. */
const runId = /^[A-Za-z][\w-]{0,119}$/
const token = /^[0-9a-f]{16}$/

/** Whether this installation makes a sandbox under this name. */
export function isMadeName(name: string | undefined, owner: string): name is string {
  return fits(name, readyName(owner, ''), token)
}

/** Whether it calls one so that has got its command. */
export function isRunName(name: string | undefined, owner: string): name is string {
  return fits(name, containerName(owner, ''), runId)
}

function fits(name: string | undefined, prefix: string, rest: RegExp): boolean {
  return name?.startsWith(prefix) === true && rest.test(name.slice(prefix.length))
}
