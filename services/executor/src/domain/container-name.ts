/** The same run always has the same name, and the engine lets a name exist once: that is what makes a run unique. */
export function containerName(owner: string, runId: string): string {
  return `${owner}-run-${runId}`
}

/** @param token - 16 hex digits; a sandbox that waits for its command, and is renamed when it gets one. */
export function readyName(owner: string, token: string): string {
  return `${owner}-ready-${token}`
}

/** The run that a container was given to, from its name; none for one that still waits, or is not this owner's. */
export function runIdOf(name: string, owner: string): string | undefined {
  const start = containerName(owner, '')
  return name.startsWith(start) ? name.slice(start.length) : undefined
}
