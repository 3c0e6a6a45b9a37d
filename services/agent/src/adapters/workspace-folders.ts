import { AppError } from '@aika/errors'
import type { Entry, Folder, Listing, Workspace } from '@aika/workspace'
import type { FoundFile, Location, ToolFolder, ToolPorts } from '../domain/tools/tool-ports.ts'

const maxWriteBytes = 4_000_000

/** Files for the tools, through the one package that opens them. */
export function workspaceFolders(workspace: Workspace): ToolPorts['folders'] {
  const folderOf = (userId: number, location: Location) =>
    location === 'user' ? workspace.user(userId) : workspace.shared()
  return {
    of: (userId, location) => toolFolder(folderOf(userId, location)),
    async copy(userId, from, to, options) {
      await folderOf(userId, from.location).copy(from.path, folderOf(userId, to.location), to.path, options)
    },
  }
}

function toolFolder(folder: Folder): ToolFolder {
  return {
    ...readingOf(folder),
    async writeText(path, text) {
      await folder.writeFile(path, Buffer.from(text), { maxBytes: maxWriteBytes })
    },
    remove: (path, options) => folder.remove(path, options),
    move: (from, to, options) => folder.move(from, to, options),
  }
}

function readingOf(folder: Folder): Pick<ToolFolder, 'readText' | 'list' | 'stat' | 'find' | 'grep'> {
  return {
    async readText(path, { offset, maxBytes }) {
      const { bytes, totalBytes } = await folder.readFile(path, { offset, maxBytes })
      if (bytes.includes(0)) {
        throw new AppError('not_text', `${path} is not a text file; look at it with run_shell`, {
          retryable: false,
        })
      }
      const whole = bytes.subarray(0, endOfText(bytes))
      return { text: whole.toString('utf8'), readBytes: whole.length, totalBytes }
    },
    list: async (path, options) => foundIn(await folder.list(path, options)),
    stat: (path) => folder.stat(path),
    find: async (glob, options) => foundIn(await folder.find(glob, options)),
    grep: (pattern, options) => folder.grep(pattern, options),
  }
}

function foundIn({ entries, truncated }: Listing): { entries: FoundFile[]; complete: boolean } {
  return { entries: entries.map(toFound), complete: !truncated }
}

const toFound = ({ path, kind, bytes }: Entry): FoundFile => ({ path, type: kind, bytes })

/** Where the last whole character ends: a part that was read may end in the middle of one. */
function endOfText(bytes: Buffer): number {
  const lastLead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  const lead = bytes[lastLead] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const isCut = lastLead > 0 && length > bytes.length - lastLead && bytes.length - lastLead < 4
  return isCut ? lastLead : bytes.length
}
