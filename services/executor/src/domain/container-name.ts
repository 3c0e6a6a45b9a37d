/**
 * What a sandbox is called once a command began in it, for whoever looks at the engine. Which run it has is not told by
 * its name but by its booking.
 */
export function containerName(owner: string, runId: string): string {
  return `${owner}-run-${runId}`
}

/** @param token - 16 hex digits; what a sandbox is called from its making. */
export function readyName(owner: string, token: string): string {
  return `${owner}-ready-${token}`
}

/** The run in a container's name; none for one that still waits, or is not this owner's. */
export function runIdOf(name: string, owner: string): string | undefined {
  const start = containerName(owner, '')
  return name.startsWith(start) ? name.slice(start.length) : undefined
}
