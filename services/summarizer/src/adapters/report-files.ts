import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportFiles } from '../domain/handle-incident.ts'

const maxReports = 500
const reportName = /^\d{8}-\d{6}-e-[a-z0-9]{6}\.md$/

/** Reports as files of one folder, readable for this user alone; each is whole or not there. The newest 500 stay. */
export function reportFiles(folder: string, keepAtMost = maxReports): ReportFiles {
  const write = async (name: string, text: string) => {
    const [path, draft] = [join(folder, name), join(folder, `.${name}.new`)]
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await using handle = await open(draft, 'w', 0o600)
    await handle.writeFile(text)
    await handle.sync()
    await rename(draft, path)
  }
  const read = (name: string) =>
    readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? undefined : Promise.reject(error),
    )
  return {
    async keep(name, text) {
      if ((await read(name)) !== undefined) return
      await write(name, text)
      await prune(folder, keepAtMost)
    },
    async append(name, text) {
      const kept = (await read(name)) ?? ''
      // A job that comes twice adds nothing.
      if (!kept.includes(text.split('\n', 2).join('\n'))) await write(name, kept + text)
    },
  }
}

async function prune(folder: string, keepAtMost: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => reportName.test(name)).sort()
  const old = names.slice(0, Math.max(0, names.length - keepAtMost))
  await Promise.all(old.map((name) => unlink(join(folder, name)).catch(() => undefined)))
}
