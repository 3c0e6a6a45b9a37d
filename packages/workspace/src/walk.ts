import type { BigIntStats } from 'node:fs'
import { lstat, opendir, type FileHandle } from 'node:fs/promises'
import { errnoOf } from './file-error.ts'
import { at } from './handles.ts'

/** One thing found below a folder. `parent` is open only while the visitor runs. */
export interface Found {
  parent: FileHandle
  /** As on disk; not always UTF-8. */
  name: Buffer
  /** The names above it, below the folder that the walk began in. */
  above: Buffer[]
  stat: BigIntStats
}

export interface WalkLimits {
  /** How many entries are looked at in all. */
  maxEntries: number
  /** How many levels are entered; 1 is the folder alone. One handle a level is open. */
  maxDepth: number
  /** How a folder below is opened: `openFolder`, or `openClosedFolder` where nothing may hide behind a mode. */
  open(dir: FileHandle, name: Buffer): Promise<FileHandle>
  /**
   * How many of a folder's entries are looked at before they are visited; 1 unless told. With 64 it takes a quarter of the time, but what
   * a visitor sees may be as old as its visits to all below the entries before.
   */
  lookAhead?: number
}

export interface WalkVisitor {
  /** Answering `skip` keeps the walk out of a folder, `stop` ends it. */
  enter(found: Found): void | 'skip' | 'stop' | Promise<void>
  /** After all below a folder was visited. */
  leave?(found: Found): void | Promise<void>
}

/**
 * Visits what is below an open folder, level by level on open handles, never through a link.
 * What vanishes meanwhile or may not be read is left out.
 *
 * @returns whether all was seen; false when a limit cut it or a folder could not be read.
 */
export async function walk(root: FileHandle, limits: WalkLimits, visitor: WalkVisitor): Promise<boolean> {
  let left = limits.maxEntries
  let complete = true

  async function visitFolder(folder: FileHandle, above: Buffer[]): Promise<void> {
    for await (const names of namesOf(folder, limits.lookAhead ?? 1)) {
      for (const found of await Promise.all(names.map((name) => look(folder, name, above)))) {
        if (left-- <= 0) return void (complete = false)
        if (!found) continue
        const answer = await visitor.enter(found)
        if (answer === 'stop') left = 0
        if (found.stat.isDirectory() && answer !== 'skip') await descend(found)
      }
    }
  }

  async function descend(found: Found): Promise<void> {
    if (found.above.length + 1 >= limits.maxDepth) return void (complete = false)
    try {
      await using folder = await limits.open(found.parent, found.name)
      await visitFolder(folder, [...found.above, found.name])
    } catch (error) {
      if (!isPassing(error)) throw error
      complete = false
    }
    await visitor.leave?.(found)
  }

  await visitFolder(root, [])
  return complete
}

/** So many at a time. A `for await` closes the directory on every way out. Its own handle: the position is not shared. */
async function* namesOf(folder: FileHandle, many: number): AsyncGenerator<Buffer[], void> {
  let names: Buffer[] = []
  for await (const { name } of await opendir(at(folder), { encoding: 'buffer' as BufferEncoding })) {
    names.push(name as unknown as Buffer)
    if (names.length < many) continue
    yield names
    names = []
  }
  if (names.length > 0) yield names
}

/** Size and kind, for information only: nothing is opened because of what is seen here. */
async function look(parent: FileHandle, name: Buffer, above: Buffer[]): Promise<Found | undefined> {
  try {
    return { parent, name, above, stat: await lstat(at(parent, name), { bigint: true }) }
  } catch (error) {
    if (isPassing(error)) return undefined
    throw error
  }
}

/** What a folder that is being changed while we look, or was closed by its owner, answers. */
function isPassing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENOTEMPTY', 'EEXIST'].includes(
    errnoOf(error) ?? '',
  )
}
