import { z } from 'zod'
import { fitLines } from './fit-lines.ts'
import { shownFile } from './shown-file.ts'
import { defineTool, folderPath, location, success } from './tool.ts'

const maxEntries = 200

export const fileList = defineTool({
  name: 'file_list',
  description: 'List a folder',
  args: z.object({ path: folderPath, location, recursive: z.boolean().default(false) }),
  label: ({ path }) => `listing ${path || 'the folder'}`,
  effects: ({ path, location }) => ({ reads: [{ location, path }] }),
  async call({ path, location, recursive }, { folder }) {
    const { entries, complete } = await folder(location).list(path, { maxEntries, recursive })
    const { shown, isAll } = fitLines(entries.map(shownFile))
    return success(`listed ${path || 'the folder'}`, {
      entries: shown,
      ...(!(complete && isAll) && {
        note: `only the first ${shown.length}; list a folder below, or use search_files`,
      }),
    })
  },
})
