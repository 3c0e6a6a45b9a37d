import type { Folder, Workspace } from '@aika/workspace'

/** A file that a command takes from one place to another. */
export interface FileCommand {
  name: 'save' | 'shared_put' | 'shared_get'
  from: string
  to: string
}

/**
 * Carries out `/save` (a move) or `/shared` (a copy). With `overwrite` false what is in the way stays.
 *
 * @throws AppError of the workspace: `exists` and its other refusals.
 */
export async function takeFile(
  workspace: Pick<Workspace, 'user' | 'shared'>,
  userId: number,
  { name, from, to }: FileCommand,
  overwrite: boolean,
): Promise<void> {
  const user = workspace.user(userId)
  const shared = workspace.shared()
  if (name === 'save') return user.move(from, to, { overwrite })
  await (name === 'shared_put'
    ? user.copy(from, shared, to, { overwrite })
    : shared.copy(from, user, to, { overwrite }))
}

/** A path that may leave out its first folder: `x.pdf` is `cache/x.pdf`. An absolute one stays, to be refused. */
export function below(folder: 'files' | 'cache', path: string): string {
  const bare = path.replace(/^(\.\/+)+/, '')
  return bare.startsWith('/') || /^(files|cache|logs)(\/|$)/.test(bare) ? bare : `${folder}/${bare}`
}

/** Where a file goes that is put at `to`: into it under its own name, when that is a folder. */
export async function destination(folder: Pick<Folder, 'stat'>, from: string, to: string): Promise<string> {
  const isFolder = to.endsWith('/') || (await folder.stat(to))?.kind === 'folder'
  return isFolder ? `${to.replace(/\/+$/, '')}/${from.slice(from.lastIndexOf('/') + 1)}` : to
}

/** The file that a person means: as written, else in `files`, else in `cache`. Undefined: there is none. */
export async function findFile(folder: Pick<Folder, 'stat'>, path: string) {
  for (const candidate of new Set([path, below('files', path), below('cache', path)])) {
    const stat = await folder.stat(candidate)
    if (stat?.kind === 'file') return { path: candidate, ...stat }
  }
  return undefined
}
