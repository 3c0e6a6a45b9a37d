/**
 * openat(2) for Node: a name is looked up below a directory that is already open, as `/proc/self/fd/N/<name>`.
 *
 * The kernel resolves `/proc/self/fd/N` to the open directory itself, wherever it has been moved meanwhile, and
 * O_NOFOLLOW holds for the one component that is left. So there is no moment between looking and opening in which a
 * sandbox could put a link in the way. Everything here wants exactly one component; `..` never reaches it.
 */
import { constants } from 'node:fs'
import { chmod, mkdir, open, type FileHandle } from 'node:fs/promises'
import { errnoOf } from './file-error.ts'

// libuv sets O_CLOEXEC on all it opens. O_PATH is the same number on all Linux that Node runs on.
const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY, O_DIRECTORY } = constants
const O_PATH = 0o10000000

/** The open directory `dir` as a path, or `name` in it. Bytes, because a name on disk need not be UTF-8. */
export function at(dir: FileHandle, name?: string | Buffer): Buffer {
  const self = Buffer.from(`/proc/self/fd/${dir.fd}`)
  return name === undefined ? self : Buffer.concat([self, Buffer.from('/'), Buffer.from(name)])
}

/** Opens a directory that the operator named. Links on the way are the operator's own and are followed. */
export function openTrustedFolder(path: string): Promise<FileHandle> {
  return open(path, O_RDONLY | O_DIRECTORY)
}

/** Opens the folder `name` in `dir`; a link, however it points, is ENOTDIR. */
export function openFolder(dir: FileHandle, name: string | Buffer): Promise<FileHandle> {
  return open(at(dir, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK)
}

/** Opens the folder `name` in `dir` without the right to read it: enough to see and mend its mode. */
export function grabFolder(dir: FileHandle, name: string | Buffer): Promise<FileHandle> {
  return open(at(dir, name), O_PATH | O_DIRECTORY | O_NOFOLLOW)
}

/** As `openFolder`, and first gives its owner the rights that were taken away (`chmod 000`). */
export async function openClosedFolder(dir: FileHandle, name: string | Buffer): Promise<FileHandle> {
  await using folder = await grabFolder(dir, name)
  const { mode } = await folder.stat()
  if ((mode & 0o700) !== 0o700) await setMode(folder, (mode & 0o777) | 0o700)
  return await openFolder(folder, '.')
}

/** By the descriptor's own path: fchmod refuses a handle that was opened without the right to read. */
export function setMode(handle: FileHandle, mode: number): Promise<void> {
  return chmod(at(handle), mode)
}

/** As `openFolder`, and makes it when it is missing. */
export async function openOrMakeFolder(dir: FileHandle, name: string, owner?: Owner): Promise<FileHandle> {
  const made = await makeFolder(dir, name, 0o755)
  const folder = await openFolder(dir, name)
  if (made && owner) await folder.chown(owner.uid, owner.gid)
  return folder
}

/** Makes the folder `name` in `dir`. @returns whether it was missing. */
export async function makeFolder(dir: FileHandle, name: string, mode: number): Promise<boolean> {
  try {
    await mkdir(at(dir, name), mode)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Who what we make shall belong to, where that is not the user we run as. */
export interface Owner {
  uid: number
  gid: number
}

/** Opens `name` in `dir` for reading, whatever it is but a link; never waits. */
export function openToRead(dir: FileHandle, name: string | Buffer): Promise<FileHandle> {
  return open(at(dir, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
}

/** Makes the file `name` in `dir`, which must not be there yet, open for writing. */
export function createFile(dir: FileHandle, name: string, mode: number): Promise<FileHandle> {
  return open(at(dir, name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY, mode)
}
