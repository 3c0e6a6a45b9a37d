import type { FileHandle } from 'node:fs/promises'
import { fileError, quoted, understood } from './file-error.ts'
import { componentsOf } from './relative-path.ts'

export type OpenNext = (dir: FileHandle, name: string) => Promise<FileHandle>

/** Runs `use` in the folder that holds the file `relPath` names. */
export async function inFolderOf<Result>(
  openRoot: () => Promise<FileHandle>,
  relPath: string,
  openNext: OpenNext,
  use: (dir: FileHandle, name: string) => Promise<Result>,
): Promise<Result> {
  const names = componentsOf(relPath)
  const name = names.pop()
  if (name === undefined) throw fileError('not_a_file', `${quoted(relPath)} is the folder itself.`)
  return inFolder(openRoot, names, openNext, relPath, (dir) => use(dir, name))
}

/** Goes down component by component, holding only the folder it stands in, and puts refusals into our words. */
export async function inFolder<Result>(
  openRoot: () => Promise<FileHandle>,
  names: string[],
  openNext: OpenNext,
  relPath: string,
  use: (dir: FileHandle) => Promise<Result>,
): Promise<Result> {
  let dir: FileHandle | undefined
  try {
    dir = await openRoot()
    for (const name of names) {
      const above = dir
      dir = await openNext(above, name)
      await above.close()
    }
    return await use(dir)
  } catch (error) {
    throw understood(error, relPath)
  } finally {
    await dir?.close()
  }
}
