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
      return { text: bytes.toString('utf8'), totalBytes }
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
