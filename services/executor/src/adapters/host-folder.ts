import { hostname } from 'node:os'
import { resolve } from 'node:path'
import type { ContainerView, Engine } from './engine.ts'

/**
 * Where `folder` lies on the engine's host, which is where the engine looks for what it mounts. Inside a container
 * that is found in the container's own mounts; outside, the folder is itself.
 */
export async function hostPathOf(folder: string, engine: Engine): Promise<string> {
  const here = resolve(folder)
  const own = await engine.inspect(hostname())
  return own ? throughMounts(here, own.Mounts) : here
}

/** The innermost mount that holds the folder decides. */
export function throughMounts(folder: string, mounts: ContainerView['Mounts']): string {
  const holding = mounts
    .filter(({ Source, Destination: to }) => Source && to && (folder === to || folder.startsWith(`${to}/`)))
    .sort((a, b) => (b.Destination ?? '').length - (a.Destination ?? '').length)[0]
  return holding ? `${holding.Source}${folder.slice(holding.Destination!.length)}` : folder
}
