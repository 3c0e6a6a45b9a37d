import type { Workspace } from '@aika/workspace'
import type { Caches } from '../domain/clean-caches.ts'

/** People's caches, through the only code that opens their files. */
export function workspaceCaches(workspace: Workspace): Caches {
  return {
    owners: () => workspace.people(),
    removeOlderThan: (userId, before) => workspace.user(userId).removeOlderThan('cache', before),
  }
}
