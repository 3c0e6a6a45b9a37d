import { ownerLabel } from '../domain/container-spec.ts'
import type { EngineClient } from './engine-client.ts'
import { folderIn } from './judge-create.ts'
import type { ProxySettings } from './judge-request.ts'
import { parseJson } from './same-json.ts'

/** One of our containers, as far as this proxy has had to do with it. */
export interface OwnContainer {
  id: string
  /** Whose folder it mounts: its name in the folder of all. */
  folder: string
  /** `sound`: it was seen to start with that folder. `spent`: it cannot be started any more. */
  state: 'made' | 'starting' | 'sound' | 'spent'
  /** Called once a start has ended, well or not. */
  onStarted: Set<() => void>
}

export interface OwnContainers {
  remember(id: string, folder: string): void
  /** @returns undefined when there is none of that name, or when it is not ours: both look the same from outside. */
  find(idOrName: string): Promise<OwnContainer | undefined>
  forget(id: string): void
}

/** As much of an inspected container as says whose it is. */
interface Inspected {
  Id: string
  State: { Status: string }
  Config: { Labels?: Record<string, string> | null }
  HostConfig: { Mounts?: { Source?: string }[] | null }
}

const mostRemembered = 10_000
const isId = (text: string) => /^[0-9a-f]{64}$/.test(text)

/** Knows which containers are ours: what was made here is remembered, what else is asked for is looked at first. */
export function ownContainers(engine: EngineClient, settings: ProxySettings): OwnContainers {
  const known = new Map<string, OwnContainer>()
  const keep = (id: string, folder: string, state: OwnContainer['state']) => {
    const made: OwnContainer = { id, folder, state, onStarted: new Set() }
    known.set(id, made)
    if (known.size > mostRemembered) known.delete(known.keys().next().value!)
    return made
  }
  return {
    remember: (id, folder) => void (isId(id) && keep(id, folder, 'made')),
    async find(idOrName) {
      const remembered = known.get(idOrName)
      if (remembered) return remembered
      const view = await look(engine, idOrName)
      const folder = view && folderOf(view, settings)
      if (!view || folder === undefined) return undefined
      return known.get(view.Id) ?? keep(view.Id, folder, view.State.Status === 'created' ? 'made' : 'spent')
    },
    forget: (id) => void known.delete(id),
  }
}

async function look(engine: EngineClient, idOrName: string): Promise<Inspected | undefined> {
  const { status, text } = await engine.askWhole('GET', `/containers/${idOrName}/json`)
  const view = status === 200 ? (parseJson(text) as Inspected | undefined) : undefined
  return view && isId(view.Id) ? view : undefined
}

function folderOf({ Config, HostConfig }: Inspected, settings: ProxySettings): string | undefined {
  if (Config.Labels?.[ownerLabel] !== settings.sandbox.owner) return undefined
  const [mount, ...more] = HostConfig.Mounts ?? []
  return more.length === 0 ? folderIn(settings.hostUserDir, mount?.Source) : undefined
}
