import type { Entry, Folder, Workspace } from '@aika/workspace'
import type { PersonFiles } from '../domain/account/export-account.ts'
import type { ForgetAccountPorts } from '../domain/account/forget-account.ts'
import type { ForgetSomePorts } from '../domain/account/forget-some.ts'

const folders = ['files', 'cache', 'logs']
const exports = /^cache\/\d{8}-\d{6}_aika-export(-\d+)?\.zip$/
const sliceBytes = 256 * 1_024
const mostEntries = 10_000
/** No disk that we run on holds more; a zip of it is made in parts. */
const mostBytes = 2 ** 40

/** A person's folder for an export, through the only code that opens their files. */
export function personFiles(workspace: Workspace): PersonFiles {
  return {
    async survey(userId) {
      const found = { files: [] as Entry[], skipped: [] as string[] }
      for (const name of folders) await surveyFolder(workspace.user(userId), name, found)
      return { ...found, files: found.files.filter(({ path }) => !exports.test(path)) }
    },
    read: (userId, path, onTrouble) => read(workspace.user(userId), path, onTrouble),
    write: (userId, path, content) =>
      workspace.user(userId).writeFile(path, content, { maxBytes: mostBytes }),
    dropExports: (userId, keep) =>
      removeFrom(workspace, userId, 'cache', (path) => exports.test(path) && !path.startsWith(keep)),
  }
}

async function removeFrom(
  workspace: Workspace,
  userId: number,
  name: string,
  isMeant: (path: string) => boolean,
): Promise<void> {
  const folder = workspace.user(userId)
  await workspace.ensureUserFolder(userId)
  const { entries } = await folder.list(name, { maxEntries: mostEntries })
  await Promise.all(entries.filter(({ path }) => isMeant(path)).map(({ path }) => folder.remove(path)))
}

/** Folder by folder, and not in one listing: that one goes down 16 levels and holds so many entries at most. */
async function surveyFolder(
  folder: Folder,
  top: string,
  found: { files: Entry[]; skipped: string[] },
): Promise<void> {
  const waiting = [top]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const listing = await folder.list(path, { maxEntries: mostEntries }).catch(() => undefined)
    if (!listing || listing.truncated)
      found.skipped.push(listing ? `${path}: what comes after ${mostEntries} names` : path)
    for (const entry of listing?.entries ?? []) {
      if (!entry.plain || entry.kind === 'link' || entry.kind === 'other') found.skipped.push(entry.path)
      else if (entry.kind === 'folder') waiting.push(entry.path)
      else found.files.push(entry)
    }
  }
}

/** As long as it was at first, however it changes meanwhile. */
async function* read(folder: Folder, path: string, onTrouble: () => void): AsyncIterable<Uint8Array> {
  try {
    let size = Number.POSITIVE_INFINITY
    for (let offset = 0; offset < size;) {
      const { bytes, totalBytes } = await folder.readFile(path, { maxBytes: sliceBytes, offset })
      size = Math.min(size, totalBytes)
      if (bytes.length === 0 && offset < size) return onTrouble()
      yield bytes
      offset += bytes.length
    }
  } catch {
    onTrouble()
  }
}

/** The same folder when all of it goes. */
export function personFolder(workspace: Workspace): ForgetAccountPorts['files'] {
  return {
    async count(userId) {
      // Asking for a folder that is not there would make it.
      if (!(await workspace.people()).includes(userId)) return 0
      return (await workspace.user(userId).usage()).entries
    },
    removePerson: (userId) => workspace.removePerson(userId),
  }
}

/** The same folder when some of what is remembered goes. */
export function ourFiles(workspace: Workspace): ForgetSomePorts['files'] {
  return {
    async removeOurs(userId, turnIds) {
      if (!(await workspace.people()).includes(userId)) return
      const outputs = new Set(turnIds.map((turnId) => `logs/${turnId}`))
      await removeFrom(workspace, userId, 'logs', (path) => outputs.has(path.replace(stepEnd, '')))
      await removeFrom(workspace, userId, 'cache', (path) => exports.test(path))
    },
  }
}

/** As the agent names them, by turn and step. */
const stepEnd = /-\d+\.txt$/
