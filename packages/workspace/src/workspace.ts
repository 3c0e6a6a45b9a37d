import { errnoOf, understood } from './file-error.ts'
import { folderAt, type Root } from './folder-at.ts'
import type { Folder, Quota } from './folder.ts'
import { openTrustedFolder, type Owner } from './handles.ts'
import { peopleIn } from './people.ts'
import { createAccounts } from './quota.ts'
import { removeTree } from './remove.ts'
import { isUserFolderInOrder, openUserFolder, prepareUserFolder, userFolderName } from './user-folder.ts'

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
  /** Removes a person's folder with everything in it. @returns how many entries went; 0: there was none. */
  removePerson(userId: number): Promise<number>
}

export interface WorkspaceOptions {
  /** Where people's folders are; the operator's own path, so links in it are followed. */
  userDir: string
  sharedDir: string
  /** Who new files belong to, where this process runs as root and the sandbox does not. */
  owner?: Owner
  /** What each person's folder may hold; without it there is no limit. */
  quota?: Quota
  sharedQuota?: Quota
}

/** Opens people's files. The only way to them: see `Folder` for what holds. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { userDir, sharedDir, owner, quota, sharedQuota } = options
  const accounts = createAccounts()
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
  const folder = (name: string, root: Root, limit: Quota | undefined) => {
    const made = folderAt(root, { owner, account: limit && accounts.of(name, limit, () => made.usage()) })
    return made
  }
  return {
    user(userId) {
      const root = { open: () => openUser(userId), openMended: () => prepare(userId) }
      return folder(`user ${userId}`, root, quota)
    },
    shared: () => folder('shared', { open: openShared, openMended: openShared }, sharedQuota),
    people: () => peopleIn(userDir),
    async ensureUserFolder(userId) {
      try {
        if (isUserFolderInOrder(userDir, userId, owner)) return
        await (await prepare(userId)).close()
      } catch (error) {
        throw understood(error, String(userId))
      }
    },
    async removePerson(userId) {
      try {
        await using users = await openTrustedFolder(userDir)
        return await removeTree(users, userFolderName(userId), String(userId))
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return 0
        throw understood(error, String(userId))
      }
    },
  }
}
