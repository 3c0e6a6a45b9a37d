import { readdir } from 'node:fs/promises'
import { errnoOf } from './file-error.ts'

/**
 * The ids of everybody who has a folder in `userDir`, the operator's own path; nobody, where that is not there. Links and
 * other names are left out.
 */
export async function peopleIn(userDir: string): Promise<number[]> {
  const entries = await readdir(userDir, { withFileTypes: true }).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isDirectory() && /^[1-9]\d{0,14}$/.test(entry.name))
    .map((entry) => Number(entry.name))
}
