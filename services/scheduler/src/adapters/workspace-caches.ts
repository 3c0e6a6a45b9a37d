import { openWorkspace, type Workspace, type WorkspaceOptions } from '@aika/workspace'
import { readdir } from 'node:fs/promises'
import type { Caches } from '../domain/clean-caches.ts'

/** People's caches on disk. Only names are read here; what is in a folder is the workspace's alone to open. */
export class WorkspaceCaches implements Caches {
  readonly #userDir: string
  readonly #workspace: Workspace

  constructor(options: WorkspaceOptions) {
    this.#userDir = options.userDir
    this.#workspace = openWorkspace(options)
  }

  async owners(): Promise<number[]> {
    const entries = await readdir(this.#userDir, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && /^[1-9]\d{0,15}$/.test(entry.name))
      .map((entry) => Number(entry.name))
  }

  removeOlderThan(userId: number, before: Date): Promise<number> {
    return this.#workspace.user(userId).removeOlderThan('cache', before)
  }
}
