import { link, lstat, rename, unlink, type FileHandle } from 'node:fs/promises'
import { errnoOf } from './file-error.ts'
import { at } from './handles.ts'
import { openRegularFile } from './regular-file.ts'
import { alreadyThere } from './write-file.ts'

/** One name in an open folder, and the path it was asked for with. */
export interface Place {
  dir: FileHandle
  name: string
  relPath: string
}

/** Gives what is at `from` the name `to`, in one step of the kernel's; no link is followed. */
export async function moveEntry(from: Place, to: Place, overwrite: boolean): Promise<void> {
  const stat = await lstat(at(from.dir, from.name))
  if (stat.isDirectory()) return moveFolder(from, to)
  if (overwrite) {
    await mustBeRegular(from)
    await mustBeRegular(to, 'ENOENT')
    return rename(at(from.dir, from.name), at(to.dir, to.name))
  }
  if (!(await isHalfMoved(from, to))) {
    await mustBeRegular(from)
    await link(at(from.dir, from.name), at(to.dir, to.name)).catch((error: unknown) => {
      throw errnoOf(error) === 'EEXIST' ? alreadyThere(to.relPath) : error
    })
  }
  await unlink(at(from.dir, from.name))
}

/** rename(2) never replaces a file or a filled folder with a folder. */
async function moveFolder(from: Place, to: Place): Promise<void> {
  try {
    await rename(at(from.dir, from.name), at(to.dir, to.name))
  } catch (error) {
    if (['ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(errnoOf(error) ?? '')) throw alreadyThere(to.relPath)
    throw error
  }
}

/** Refuses what is never read or written; what comes in its place before the rename is renamed, and nothing more. */
async function mustBeRegular({ dir, name, relPath }: Place, unless?: string): Promise<void> {
  try {
    await (await openRegularFile(dir, name, relPath)).close()
  } catch (error) {
    if (unless === undefined || errnoOf(error) !== unless) throw error
  }
}

/** A move that died between its two steps: both names are one file, and no third is. */
async function isHalfMoved(from: Place, to: Place): Promise<boolean> {
  const [one, other] = await Promise.all(
    [from, to].map(({ dir, name }) => lstat(at(dir, name)).catch(() => undefined)),
  )
  if (!one || !other || one.ino !== other.ino || one.dev !== other.dev) return false
  return one.isFile() && one.nlink === 2
}
