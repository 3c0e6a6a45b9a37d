import { link, rename, unlink, type FileHandle } from 'node:fs/promises'
import { errnoOf, fileError, quoted } from './file-error.ts'
import type { FileContent, WriteOptions } from './folder.ts'
import { at, createFile, type Owner } from './handles.ts'
import { draftName, openRegularFile } from './regular-file.ts'
import type { Account, Booking } from './quota.ts'

export interface WriteContext extends WriteOptions {
  relPath: string
  account: Account
  owner?: Owner | undefined
}

/**
 * Writes `content` beside `name` in an open folder and puts it into place: by rename(2), or where nothing may be
 * replaced by link(2), which refuses a name that is taken.
 *
 * The look at the old file only gives a better error and its permissions: whatever takes its place before the rename
 * is replaced by name, and no link is followed.
 */
export async function replaceFile(
  dir: FileHandle,
  name: string,
  content: FileContent,
  context: WriteContext,
): Promise<number> {
  const { relPath, maxBytes, overwrite = true, account, owner } = context
  if (content instanceof Uint8Array && content.length > maxBytes) throw tooLarge(relPath, maxBytes)
  const existing = overwrite ? await lookAt(dir, name, relPath) : undefined
  const booking = await account.begin(existing?.bytes)
  const draft = draftName()
  let file: FileHandle | undefined
  try {
    file = await createFile(dir, draft, 0o600)
    const bytes = await fill(file, content, context, booking)
    if (owner) await file.chown(owner.uid, owner.gid)
    await file.chmod(existing?.mode ?? 0o644)
    await file.close()
    if (overwrite) await rename(at(dir, draft), at(dir, name))
    else await linkInto(dir, draft, name, relPath)
    booking.keep()
    return bytes
  } catch (error) {
    booking.giveBack()
    await file?.close()
    await unlink(at(dir, draft)).catch(() => undefined)
    throw error
  }
}

/** Between the two there are two names of one file; `openRegularFile`, then or after a crash, takes the draft's away. */
async function linkInto(dir: FileHandle, draft: string, name: string, relPath: string): Promise<void> {
  try {
    await link(at(dir, draft), at(dir, name))
  } catch (error) {
    throw errnoOf(error) === 'EEXIST' ? alreadyThere(relPath) : error
  }
  await unlink(at(dir, draft)).catch(() => undefined)
}

/** The file that is replaced: its permissions, and what it takes on disk; sparse files take less than their size. */
async function lookAt(
  dir: FileHandle,
  name: string,
  relPath: string,
): Promise<{ mode: number; bytes: number } | undefined> {
  try {
    await using existing = await openRegularFile(dir, name, relPath)
    const { mode, size, blocks } = await existing.stat()
    return { mode: (mode & 0o777) | 0o600, bytes: Math.min(size, blocks * 512) }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function fill(
  file: FileHandle,
  content: FileContent,
  { maxBytes, relPath }: WriteContext,
  booking: Booking,
): Promise<number> {
  let bytes = 0
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(relPath, maxBytes)
    await booking.take(chunk.length)
    await file.writeFile(chunk)
  }
  return bytes
}

export function alreadyThere(relPath: string) {
  return fileError('exists', `${quoted(relPath)} is there already.`)
}

function tooLarge(relPath: string, maxBytes: number) {
  return fileError(
    'too_large',
    `${quoted(relPath)} would be larger than the ${maxBytes} bytes that are allowed.`,
  )
}
