import { AppError } from '@aika/errors'
import type { Entry, Folder } from '@aika/workspace'
import type { ForgetAccountPorts } from '../domain/account/forget-account.ts'

const mostEntries = 10_000
const mostBytes = 64 * 2 ** 20

/** Reports and logs in the admins' folder, opened as carefully as people's own files. */
export function adminRecords(folder: Folder): ForgetAccountPorts['records'] {
  const filesIn = async (path: string): Promise<Entry[]> => {
    if (!(await folder.stat(path).catch(orNothing))) return []
    const { entries } = await folder.list(path, { maxEntries: mostEntries, recursive: true })
    return entries.filter(({ kind, plain }) => kind === 'file' && plain)
  }
  const textOf = async (path: string) =>
    (await folder.readFile(path, { maxBytes: mostBytes })).bytes.toString('utf8')
  return {
    async eraseReports(userId) {
      let removed = 0
      for (const { path } of await filesIn('error_reports')) {
        if (!naming(userId).test(await textOf(path))) continue
        removed += await folder.remove(path)
      }
      return removed
    },
    async eraseLogLines(userId) {
      let removed = 0
      // A log of runs is one person's; others' may hold the same number and stay whole.
      for (const { path } of await filesIn('job_logs')) {
        if (!path.split('/').at(-1)!.startsWith(`${userId}.`)) continue
        removed += (await textOf(path)).split('\n').filter(Boolean).length
        await folder.remove(path)
      }
      return removed
    },
  }
}

/** No folder of admins at all: there is nothing in it. */
function orNothing(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code !== 'not_found') throw error
}

/** Their number, as a whole number. */
const naming = (userId: number) => new RegExp(`(?<!\\d)${userId}(?!\\d)`)
