import { AppError } from '@aika/errors'
import type { Entry, Folder } from '@aika/workspace'
import type { ForgetAccountPorts } from '../domain/account/forget-account.ts'
import type { ForgetSomePorts } from '../domain/account/forget-some.ts'

const mostEntries = 10_000
const mostBytes = 64 * 2 ** 20

/** Reports and logs in the admins' folder, opened as carefully as people's own files. */
export function adminRecords(folder: Folder): ForgetAccountPorts['records'] & ForgetSomePorts['records'] {
  const filesIn = async (path: string): Promise<Entry[]> => {
    if (!(await folder.stat(path).catch(orNothing))) return []
    const { entries } = await folder.list(path, { maxEntries: mostEntries, recursive: true })
    return entries.filter(({ kind, plain }) => kind === 'file' && plain)
  }
  const textOf = async (path: string) =>
    (await folder.readFile(path, { maxBytes: mostBytes })).bytes.toString('utf8')
  /** A log of runs is one person's; others' may hold the same number and stay whole. */
  const logsOf = async (userId: number) => {
    const paths = (await filesIn('job_logs')).map(({ path }) => path)
    return paths.filter((path) => path.split('/').at(-1)!.startsWith(`${userId}.`))
  }
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
      for (const path of await logsOf(userId)) {
        removed += linesIn(await textOf(path)).length
        await folder.remove(path)
      }
      return removed
    },
    async eraseRunsOf(userId, turnIds) {
      const turns = new Set(turnIds)
      let removed = 0
      for (const path of await logsOf(userId)) {
        const lines = linesIn(await textOf(path))
        const left = lines.filter((line) => !turns.has(turnOf(line)))
        if (left.length === lines.length) continue
        // A line that is added at this very moment may be lost with them.
        await folder.writeFile(path, Buffer.from(left.map((line) => `${line}\n`).join('')), {
          maxBytes: mostBytes,
        })
        removed += lines.length - left.length
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

const linesIn = (text: string) => text.split('\n').filter(Boolean)

/** A run's id is its turn's with the step. */
function turnOf(line: string): string {
  const runId = /"runId":"([\w-]+)-\d+"/.exec(line)?.[1]
  return runId ?? ''
}
