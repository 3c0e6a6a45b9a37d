import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Workspace } from '@aika/workspace'
import type { PeopleFolders } from './sandbox-maker.ts'

/** People's folders as the engine mounts them; each is made, or mended, before a command gets it. */
export function peopleFolders(
  workspace: Workspace,
  userDir: string,
  hostUserDir: () => Promise<string>,
): PeopleFolders {
  return {
    async prepare(userId) {
      await workspace.ensureUserFolder(userId)
      return join(await hostUserDir(), String(userId))
    },
    async identity(userId) {
      // Not by the thread pool, where it would wait behind counts of folders.
      const { dev, ino } = lstatSync(join(userDir, String(userId)), { bigint: true })
      return `${dev}:${ino}`
    },
  }
}
