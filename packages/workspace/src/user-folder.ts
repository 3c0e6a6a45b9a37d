import { randomBytes } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { rename, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf, fileError } from './file-error.ts'
import { at, grabFolder, makeFolder, openFolder, setMode, type Owner } from './handles.ts'

/** What every person's folder holds. */
const LAYOUT = ['files', 'cache', 'logs']
const PRIVATE = 0o700

/** Opens a person's folder in the open folder of all. Missing: ENOENT; closed by its owner: EACCES. */
export function openUserFolder(users: FileHandle, userId: number): Promise<FileHandle> {
  return openFolder(users, userFolderName(userId))
}

/**
 * Makes a person's folder with all it holds and opens it; safe to repeat. What a sandbox did to it is mended: modes
 * are 0700 again, and what stands in the place of `files`, `cache` or `logs` is moved aside, never followed.
 */
export async function prepareUserFolder(
  users: FileHandle,
  userId: number,
  owner?: Owner,
): Promise<FileHandle> {
  // Its own place is out of a sandbox's reach: what is no folder there is the operator's to look at, not ours to mend.
  await makeFolder(users, userFolderName(userId), PRIVATE)
  await mendRightsOf(users, userFolderName(userId), owner)
  const folder = await openUserFolder(users, userId)
  try {
    for (const name of LAYOUT) await mendFolder(folder, name, owner)
    return folder
  } catch (error) {
    await folder.close()
    throw error
  }
}

/**
 * Whether `prepareUserFolder` would find nothing to do, as is so before nearly every command: in microseconds instead of
 * milliseconds, as nothing is opened and nothing waits for a thread. No link is followed at the last place of a path;
 * those before it are out of a sandbox's reach.
 */
export function isUserFolderInOrder(userDir: string, userId: number, owner?: Owner): boolean {
  const folder = join(userDir, userFolderName(userId))
  return [folder, ...LAYOUT.map((name) => join(folder, name))].every((path) => isInOrder(path, owner))
}

function isInOrder(path: string, owner?: Owner): boolean {
  try {
    const found = lstatSync(path)
    const isOwners = !owner || found.uid === owner.uid
    return found.isDirectory() && (found.mode & 0o7777) === PRIVATE && isOwners
  } catch {
    return false
  }
}

/** @throws AppError `invalid_path` of what is no user id. */
export function userFolderName(userId: number): string {
  if (!Number.isSafeInteger(userId) || userId <= 0)
    throw fileError('invalid_path', 'A user id is a positive number.')
  return String(userId)
}

async function mendFolder(dir: FileHandle, name: string, owner?: Owner): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    await makeFolder(dir, name, PRIVATE)
    try {
      return await mendRightsOf(dir, name, owner)
    } catch (error) {
      if (errnoOf(error) !== 'ENOTDIR') throw error
      await rename(at(dir, name), at(dir, `${name}.moved-${randomBytes(6).toString('hex')}`)).catch(
        () => undefined,
      )
    }
  }
  throw fileError('not_a_folder', `"${name}" is replaced again and again; stop what does it and try again.`)
}

async function mendRightsOf(dir: FileHandle, name: string, owner?: Owner): Promise<void> {
  await using folder = await grabFolder(dir, name)
  const { mode, uid } = await folder.stat()
  if ((mode & 0o7777) !== PRIVATE) await setMode(folder, PRIVATE)
  if (!owner || uid === owner.uid) return
  await using readable = await openFolder(folder, '.')
  await readable.chown(owner.uid, owner.gid)
}
