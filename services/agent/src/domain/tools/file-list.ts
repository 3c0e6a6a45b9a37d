import { z } from 'zod'
import { defineTool, location, success } from './tool.ts'

const maxEntries = 200

export const fileList = defineTool({
  name: 'file_list',
  description: 'List a folder.',
  args: z.object({
    path: z.string().max(1_024).default('').describe('empty: the top'),
    location,
    recursive: z.boolean().default(false),
  }),
  label: ({ path }) => `listing ${path || 'the folder'}`,
  async call({ path, location, recursive }, { folder }) {
    const { entries, complete } = await folder(location).list(path, { maxEntries, recursive })
    const lines = entries.map((entry) =>
      entry.type === 'file' ? `${entry.path} (${entry.bytes} bytes)` : `${entry.path} (${entry.type})`,
    )
    return success(`listed ${path || 'the folder'}`, {
      entries: lines,
      ...(!complete && { note: `only the first ${maxEntries}` }),
    })
  },
})
