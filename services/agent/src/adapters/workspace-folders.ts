import { AppError } from '@aika/errors'
import type { Folder, Workspace } from '@aika/workspace'
import type { AgentPorts } from '../domain/ports.ts'
import type { ToolFolder } from '../domain/tools/tool.ts'

const maxWriteBytes = 4_000_000

/** Files for the tools, through the one package that opens them. */
export function workspaceFolders(workspace: Workspace): AgentPorts['folders'] {
  return {
    of: (userId, location) => toolFolder(location === 'user' ? workspace.user(userId) : workspace.shared()),
  }
}

function toolFolder(folder: Folder): ToolFolder {
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
    async writeText(path, text) {
      await folder.writeFile(path, Buffer.from(text), { maxBytes: maxWriteBytes })
    },
    async list(path, options) {
      const { entries, truncated } = await folder.list(path, options)
      return {
        entries: entries.map(({ path, kind, bytes }) => ({ path, type: kind, bytes })),
        complete: !truncated,
      }
    },
  }
}

/** Where the last whole character ends: a part that was read may end in the middle of one. */
function endOfText(bytes: Buffer): number {
  const lastLead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  const lead = bytes[lastLead] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const isCut = lastLead > 0 && length > bytes.length - lastLead && bytes.length - lastLead < 4
  return isCut ? lastLead : bytes.length
}
