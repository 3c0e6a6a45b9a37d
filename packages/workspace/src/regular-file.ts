import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { lstat, opendir, unlink, type FileHandle } from 'node:fs/promises'
import { fileError, quoted } from './file-error.ts'
import { at, openToRead } from './handles.ts'

const SPECIAL_BITS = 0o6000
const MAX_DRAFTS = 1_000
/** Looks at a name that others keep replacing. */
const MAX_TRIES = 5

/** A name for what is not whole yet. */
export const draftName = () => `.aika-${randomBytes(9).toString('hex')}.tmp`
export const isDraft = (name: string) => /^\.aika-[0-9a-f]{18}\.tmp$/.test(name)

/**
 * Opens the regular file `name` in `dir` for reading; never waits, whatever lies there.
 *
 * @throws AppError on FIFOs, devices and sockets, on hard links, on files with setuid or setgid bits, and
 *   `file_changed` on a name that is another file at every look.
 */
export async function openRegularFile(
  dir: FileHandle,
  name: string | Buffer,
  relPath: string,
): Promise<FileHandle> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const file = await openToRead(dir, name)
    try {
      const stat = await plainStat(dir, file, relPath)
      if (await isOnlyName(dir, name, stat)) return file
    } catch (error) {
      await file.close()
      throw error
    }
    await file.close()
  }
  throw fileError('file_changed', `${quoted(relPath)} is changed all the time; try again.`)
}

async function plainStat(dir: FileHandle, file: FileHandle, relPath: string): Promise<Stats> {
  let stat = await file.stat()
  if (stat.isFile() && stat.nlink === 2) {
    await dropDraftOf(dir, stat.ino)
    stat = await file.stat()
  }
  mustBePlain(stat, relPath)
  return stat
}

/**
 * Whether an open file has this name and no other. The count of its names alone is not enough: a hard link to somebody
 * else's file counts one as soon as its name here is taken away again.
 */
async function isOnlyName(dir: FileHandle, name: string | Buffer, open: Stats): Promise<boolean> {
  const named = await lstat(at(dir, name))
  return named.ino === open.ino && named.dev === open.dev && named.nlink === 1
}

function mustBePlain(stat: Stats, relPath: string): void {
  const shown = quoted(relPath)
  if (stat.isDirectory()) throw fileError('not_a_file', `${shown} is a folder.`)
  if (!stat.isFile()) throw fileError('not_a_file', `${shown} is not a regular file.`)
  if (stat.nlink > 1)
    throw fileError('link_refused', `${shown} has several hard links; copy it to a new name first.`)
  if (stat.mode & SPECIAL_BITS) {
    throw fileError(
      'special_bits_refused',
      `${shown} has setuid or setgid bits; take them off first (chmod a-s).`,
    )
  }
}

/** A write that died right after it gave its draft the final name left the draft's name behind. */
async function dropDraftOf(dir: FileHandle, ino: number): Promise<void> {
  let left = MAX_DRAFTS
  for await (const { name } of await opendir(at(dir))) {
    if (!isDraft(name)) continue
    if (left-- <= 0) return
    const stat = await lstat(at(dir, name)).catch(() => undefined)
    if (stat?.ino !== ino) continue
    await unlink(at(dir, name)).catch(() => undefined)
    return
  }
}
