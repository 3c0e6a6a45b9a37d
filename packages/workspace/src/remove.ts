import { randomBytes } from 'node:crypto'
import { lstat, rename, rmdir, unlink, type FileHandle } from 'node:fs/promises'
import { errnoOf, fileError, quoted } from './file-error.ts'
import { at, openClosedFolder } from './handles.ts'
import { walk, type Found } from './walk.ts'

const MAX_DEPTH = 64
/** Each round takes 64 levels or 200,000 entries off; whoever makes new ones as fast is told to stop. */
const MAX_ROUNDS = 1_000
const MAX_ENTRIES = 200_000

/**
 * Removes what is called `name` in an open folder; a link goes itself, what it points to stays.
 * @returns how many entries went.
 */
export async function removeEntry(
  dir: FileHandle,
  name: string,
  { recursive, relPath }: { recursive: boolean; relPath: string },
): Promise<number> {
  const stat = await lstat(at(dir, name))
  if (!stat.isDirectory()) {
    await unlink(at(dir, name))
    return 1
  }
  if (recursive) return removeTree(dir, name, relPath)
  try {
    await rmdir(at(dir, name))
    return 1
  } catch (error) {
    if (errnoOf(error) !== 'ENOTEMPTY') throw error
    throw fileError(
      'not_a_file',
      `${quoted(relPath)} is a folder that is not empty; say that all of it goes.`,
    )
  }
}

/** Removes a folder with all that is below, however deep: what is below the reach of one walk is lifted up first. */
export async function removeTree(dir: FileHandle, name: string, relPath: string): Promise<number> {
  let removed = 0
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = removed
    await using root = await openClosedFolder(dir, name)
    removed += await emptied(root)
    const outcome = await rmdir(at(dir, name)).then(
      () => 'gone',
      (error: unknown) => errnoOf(error) ?? 'failed',
    )
    if (outcome === 'gone') return removed + 1
    if (outcome !== 'ENOTEMPTY' || removed === before) break
  }
  throw fileError('access_denied', `Not all of ${quoted(relPath)} could be removed; try again.`)
}

async function emptied(root: FileHandle): Promise<number> {
  let removed = 0
  const take = (found: Found, remove: (path: Buffer) => Promise<void>) =>
    remove(at(found.parent, found.name)).then(
      () => void (removed += 1),
      () => undefined,
    )
  const enter = async (found: Found) => {
    if (!found.stat.isDirectory()) return take(found, unlink)
    if (found.above.length + 1 >= MAX_DEPTH) await lift(root, found)
    return undefined
  }
  const limits = { maxEntries: MAX_ENTRIES, maxDepth: MAX_DEPTH, open: openClosedFolder }
  await walk(root, limits, { enter, leave: (found) => take(found, rmdir) })
  return removed
}

/** Moves a folder that lies too deep to the top, where the next round finds it. */
async function lift(root: FileHandle, { parent, name }: Found): Promise<void> {
  try {
    // A folder that its owner closed cannot be moved to another parent.
    await (await openClosedFolder(parent, name)).close()
    await rename(at(parent, name), at(root, `.deep-${randomBytes(9).toString('hex')}`))
  } catch {
    // Taken away meanwhile, or for the next round.
  }
}
