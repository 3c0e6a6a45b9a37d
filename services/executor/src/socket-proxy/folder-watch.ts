import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether a folder stayed what it was. */
export interface FolderWatch {
  /** @returns why not; undefined when it did. */
  changed(): Promise<string | undefined>
}

/** Coarser than any kernel's clock for file times: a change that is older shows a later one. */
const tickMs = 20
const tries = 20

interface Look {
  dev: bigint
  ino: bigint
  isFolder: boolean
  changedNs: bigint
  parentChangedNs: bigint
  atMs: number
}

/**
 * Looks at a folder before the engine is told to mount it, to look again afterwards. The engine follows links, and the
 * executor may write where people's folders stand: with a link in a folder's place for the moment of a start it could
 * have any folder of the host mounted. To put something in its place and take it away again changes both the time of
 * the folder and that of its parent, which nobody can set; as long as one of them is as it was, nothing was exchanged.
 *
 * @returns a sentence when the folder is none.
 */
export async function watchFolder(userDir: string, name: string): Promise<FolderWatch | string> {
  let before: Look
  for (let tried = 0; ; tried++) {
    const seen = await look(userDir, name)
    if (typeof seen === 'string') return seen
    if (!seen.isFolder) return 'what would be mounted is no folder'
    before = seen
    if (isSettled(seen.changedNs, seen) || isSettled(seen.parentChangedNs, seen)) break
    if (tried === tries) return 'the folder keeps changing'
    await sleep(tickMs)
  }
  return {
    async changed() {
      const after = await look(userDir, name)
      if (typeof after === 'string') return after
      const isSame = after.isFolder && after.dev === before.dev && after.ino === before.ino
      const stood = (time: 'changedNs' | 'parentChangedNs') =>
        after[time] === before[time] && isSettled(before[time], before)
      if (isSame && (stood('changedNs') || stood('parentChangedNs'))) return undefined
      return 'the folder was exchanged, or much was changed, while it was being mounted'
    },
  }
}

async function look(userDir: string, name: string): Promise<Look | string> {
  try {
    const [folder, parent] = await Promise.all([
      lstat(join(userDir, name), { bigint: true }),
      lstat(userDir, { bigint: true }),
    ])
    return {
      dev: folder.dev,
      ino: folder.ino,
      isFolder: folder.isDirectory(),
      changedNs: folder.ctimeNs,
      parentChangedNs: parent.ctimeNs,
      atMs: Date.now(),
    }
  } catch (error) {
    return `the folder to be mounted cannot be looked at (${(error as NodeJS.ErrnoException).code}); ./aika up mends rights`
  }
}

/** Whether a change right now would give another time. A clock that was put back makes times of the future, which do. */
function isSettled(timeNs: bigint, { atMs }: Look): boolean {
  return Math.abs(atMs - Number(timeNs / 1_000_000n)) > tickMs
}
