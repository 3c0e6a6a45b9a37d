import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../src/index.ts'

export const SECRET = 'SECRET-of-the-neighbour'

export interface TemporaryWorkspace extends AsyncDisposable {
  workspace: Workspace
  /** The host path of person 42's folder; person 43 beside it owns `files/secret.txt`. */
  mine: string
  shared: string
  outside: string
}

/** Two people's folders on a disk of its own, gone with the test. */
export async function temporaryWorkspace(
  limits: Pick<WorkspaceOptions, 'quota' | 'sharedQuota'> = {},
): Promise<TemporaryWorkspace> {
  const base = await mkdtemp(join(tmpdir(), 'aika-workspace-'))
  const [userDir, sharedDir, outside] = [join(base, 'users'), join(base, 'shared'), join(base, 'outside')]
  for (const folder of [userDir, sharedDir, outside]) await mkdir(folder)
  const workspace = openWorkspace({ userDir, sharedDir, ...limits })
  await workspace.ensureUserFolder(42)
  await workspace.ensureUserFolder(43)
  await writeFile(join(userDir, '43/files/secret.txt'), SECRET)
  await writeFile(join(outside, 'secret.txt'), SECRET)
  return {
    workspace,
    mine: join(userDir, '42'),
    shared: sharedDir,
    outside,
    [Symbol.asyncDispose]: () => rm(base, { recursive: true, force: true }),
  }
}
