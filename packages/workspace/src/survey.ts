import type { StatsBase } from 'node:fs'
import { rmdir, unlink, type FileHandle } from 'node:fs/promises'
import type { Entry, ListOptions, Listing, Quota, Usage } from './folder.ts'
import { fileError } from './file-error.ts'
import { at, openClosedFolder, openFolder } from './handles.ts'
import { isDraft } from './regular-file.ts'
import { isPlainName } from './relative-path.ts'
import { walk, type Found } from './walk.ts'

const LIST_DEPTH = 16
const MAX_LIST = 10_000
const SURVEY = { maxEntries: 200_000, maxDepth: 128, open: openClosedFolder }

/** What is in an open folder; `prefix` is its own path. */
export async function listFolder(dir: FileHandle, prefix: string, options: ListOptions): Promise<Listing> {
  const { maxEntries, recursive = false } = options
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > MAX_LIST) {
    throw fileError('invalid_path', `A listing holds 1 to ${MAX_LIST} entries.`)
  }
  const entries: Entry[] = []
  const enter = (found: Found) => {
    entries.push(entryOf(found, prefix))
    return recursive ? undefined : 'skip'
  }
  const complete = await walk(dir, { maxEntries, maxDepth: LIST_DEPTH, open: openFolder }, { enter })
  entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { entries, truncated: !complete }
}

/** What was found, as a line of a listing. */
export function entryOf({ above, name, stat }: Found, prefix: string): Entry {
  const names = [...above, name]
  const path = names.map(shown).join('/')
  return {
    path: prefix === '' ? path : `${prefix}/${path}`,
    plain: names.every((part) => isPlainName(part.toString()) && Buffer.from(part.toString()).equals(part)),
    kind: kindOf(stat),
    bytes: stat.isFile() ? Number(stat.size) : 0,
    changedAt: stat.mtime,
  }
}

export function kindOf(stat: StatsBase<bigint | number>): Entry['kind'] {
  if (stat.isFile()) return 'file'
  if (stat.isDirectory()) return 'folder'
  return stat.isSymbolicLink() ? 'link' : 'other'
}

/** A name on disk as text: what is no plain character becomes `\xNN`, so that it cannot fake a second line. */
function shown(name: Buffer): string {
  const text = name.toString()
  if (isPlainName(text) && Buffer.from(text).equals(name)) return text
  return Array.from(name, (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('')
}

/** What everything below an open folder takes on disk, or that it is more than `most`. */
export async function measure(dir: FileHandle, most?: Quota): Promise<Usage> {
  const seen = new Set<bigint>()
  let [bytes, entries] = [0n, 0]
  const add = ({ stat }: Found) => {
    entries += 1
    if (stat.nlink > 1n && !stat.isDirectory()) {
      if (seen.has(stat.ino)) return
      seen.add(stat.ino)
    }
    bytes += stat.blocks * 512n
  }
  const enter = (found: Found) => {
    add(found)
    return most && (bytes > most.bytes || entries > most.files) ? 'stop' : undefined
  }
  const complete = await walk(dir, { ...SURVEY, lookAhead: 64 }, { enter })
  return { bytes: Number(bytes), entries, complete }
}

/** Removes what was last changed before `before`; nothing is opened but folders, and names are taken off by handle. */
export async function removeOld(dir: FileHandle, before: Date): Promise<number> {
  const { removed, take } = taking(before)
  await walk(dir, SURVEY, {
    enter: (found) => (found.stat.isDirectory() ? undefined : take(found, unlink)),
    leave: (found) => take(found, rmdir),
  })
  return removed.count
}

/** As `removeOld`, of drafts alone. */
export async function removeOldDrafts(dir: FileHandle, before: Date): Promise<number> {
  const { removed, take } = taking(before)
  await walk(dir, SURVEY, {
    enter: (found) =>
      found.stat.isFile() && isDraft(found.name.toString()) ? take(found, unlink) : undefined,
  })
  return removed.count
}

function taking(before: Date) {
  const limit = BigInt(before.getTime()) * 1_000_000n
  const removed = { count: 0 }
  const take = async (found: Found, remove: (path: Buffer) => Promise<void>) => {
    if (found.stat.ctimeNs >= limit) return
    // Filled again, or taken away by its owner: the next round sees to it.
    await remove(at(found.parent, found.name)).then(
      () => void (removed.count += 1),
      () => undefined,
    )
  }
  return { removed, take }
}
