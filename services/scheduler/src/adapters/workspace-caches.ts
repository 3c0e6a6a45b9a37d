import type { Workspace } from '@aika/workspace'
import type { Caches } from '../domain/clean-caches.ts'

/** Folders of passing things: what came in, and what commands printed beyond what was shown. */
const passing = ['cache', 'logs']

/** People's caches and logs, through the only code that opens their files. */
export function workspaceCaches(workspace: Workspace): Caches {
  return {
    owners: () => workspace.people(),
    async removeOlderThan(userId, before) {
      const folder = workspace.user(userId)
      let removed = 0
      for (const path of passing) removed += await folder.removeOlderThan(path, before)
      return removed + (await folder.removeDrafts(before))
    },
  }
}
