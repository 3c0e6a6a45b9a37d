import type { FileHandle } from 'node:fs/promises'
import { errnoOf, fileError, quoted, understood } from './file-error.ts'
import type { Folder } from './folder.ts'
import { openFolder, openOrMakeFolder, openRegularFile, openTrustedFolder, type Owner } from './handles.ts'
import { peopleIn } from './people.ts'
import { readSlice } from './read-file.ts'
import { componentsOf } from './relative-path.ts'
import { listFolder, measure, removeOld } from './survey.ts'
import { openUserFolder, prepareUserFolder } from './user-folder.ts'
import { replaceFile } from './write-file.ts'

/** All files of all people. Holds nothing open between two calls. */
export interface Workspace {
  /** The folder of one person. Its first use makes it; later ones mend what was done to its mode and its layout. */
  user(userId: number): Folder
  /** What everybody may see. */
  shared(): Folder
  /** Everybody who has a folder, in no order. */
  people(): Promise<number[]>
  /**
   * Makes `<userDir>/<userId>/{files,cache,logs}`, mode 0700, and repairs it: call it before each run and before
   * writing to a cache. Repeating it is harmless.
   */
  ensureUserFolder(userId: number): Promise<void>
}

export interface WorkspaceOptions {
  /** Where people's folders are; the operator's own path, so links in it are followed. */
  userDir: string
  sharedDir: string
  /** Who new files belong to, where this process runs as root and the sandbox does not. */
  owner?: Owner
}

/** Opens people's files. The only way to them: see `Folder` for what holds. */
export function openWorkspace({ userDir, sharedDir, owner }: WorkspaceOptions): Workspace {
  const prepare = async (userId: number) => {
    await using users = await openTrustedFolder(userDir)
    return await prepareUserFolder(users, userId, owner)
  }
  const openUser = async (userId: number) => {
    await using users = await openTrustedFolder(userDir)
    try {
      return await openUserFolder(users, userId)
    } catch (error) {
      if (!['ENOENT', 'EACCES'].includes(errnoOf(error) ?? '')) throw error
      return await prepareUserFolder(users, userId, owner)
    }
  }
  const openShared = () => openTrustedFolder(sharedDir)
  return {
    user: (userId) => folderAt({ open: () => openUser(userId), openMended: () => prepare(userId) }, owner),
    shared: () => folderAt({ open: openShared, openMended: openShared }, owner),
    people: () => peopleIn(userDir),
    async ensureUserFolder(userId) {
      try {
        const folder = await prepare(userId)
        await folder.close()
      } catch (error) {
        throw understood(error, String(userId))
      }
    },
  }
}

interface Root {
  open: () => Promise<FileHandle>
  /** As `open`, after undoing what its owner may have done to its rights: nothing hides from a count. */
  openMended: () => Promise<FileHandle>
}

function folderAt(root: Root, owner?: Owner): Folder {
  return {
    readFile(relPath, { maxBytes, offset = 0 }) {
      return inFolderOf(root.open, relPath, openFolder, async (dir, name) => {
        await using file = await openRegularFile(dir, name, relPath)
        return await readSlice(file, maxBytes, offset)
      })
    },
    writeFile(relPath, content, { maxBytes }) {
      const openNext: OpenNext = (dir, name) => openOrMakeFolder(dir, name, owner)
      return inFolderOf(root.open, relPath, openNext, async (dir, name) => {
        return {
          bytes: await replaceFile(dir, name, content, { maxBytes, relPath, ...(owner && { owner }) }),
        }
      })
    },
    async list(relPath, options) {
      const names = componentsOf(relPath)
      return inFolder(root.open, names, openFolder, relPath, (dir) =>
        listFolder(dir, names.join('/'), options),
      )
    },
    usage() {
      return inFolder(root.openMended, [], openFolder, '', measure)
    },
    async removeOlderThan(relPath, before) {
      try {
        const names = componentsOf(relPath)
        return await inFolder(root.openMended, names, openFolder, relPath, (dir) => removeOld(dir, before))
      } catch (error) {
        if (errnoOf(error) === 'not_found') return 0
        throw error
      }
    },
  }
}

type OpenNext = (dir: FileHandle, name: string) => Promise<FileHandle>

/** Runs `use` in the folder that holds the file `relPath` names. */
async function inFolderOf<Result>(
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
async function inFolder<Result>(
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
