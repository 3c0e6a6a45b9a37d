import type { EngineClient } from './engine-client.ts'
import { watchFolder } from './folder-watch.ts'
import type { OwnContainer } from './own-containers.ts'

/** What to answer: the engine's own words, or ours. */
export interface Answer {
  status: number
  text: string
}

/**
 * Starts a sandbox, once, and makes sure that it has got its person's folder and nothing that stood in its place; one
 * that may have got something else is ended before a byte of input has reached it.
 */
export async function startContainer(
  engine: EngineClient,
  container: OwnContainer,
  userDir: string,
): Promise<Answer> {
  if (container.state === 'sound') return { status: 304, text: '' }
  if (container.state !== 'made') return refusal('a sandbox is started once')
  container.state = 'starting'
  try {
    return await startWatched(engine, container, userDir)
  } finally {
    if (container.state === 'starting') container.state = 'spent'
    const waiting = [...container.onStarted]
    container.onStarted.clear()
    for (const tell of waiting) tell()
  }
}

async function startWatched(engine: EngineClient, container: OwnContainer, userDir: string): Promise<Answer> {
  const watch = await watchFolder(userDir, container.folder)
  if (typeof watch === 'string') return refusal(watch)
  const answer = await engine.askWhole('POST', `/containers/${container.id}/start`)
  const changed = await watch.changed()
  if (changed !== undefined) {
    await engine.askWhole('POST', `/containers/${container.id}/kill`)
    return refusal(changed)
  }
  // One that was refused may be asked for again; one that runs already was not started before our eyes.
  if (answer.status === 204) container.state = 'sound'
  else if (answer.status !== 304) container.state = 'made'
  return answer
}

function refusal(reason: string): Answer {
  return { status: 403, text: JSON.stringify({ message: `refused by the socket proxy: ${reason}` }) }
}
