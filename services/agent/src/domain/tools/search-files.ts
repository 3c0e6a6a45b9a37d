import { z } from 'zod'
import { fitLines } from './fit-lines.ts'
import { shownFile } from './shown-file.ts'
import { defineTool, folderPath, location, success } from './tool.ts'

const maxMatches = 200

export const searchFiles = defineTool({
  name: 'search_files',
  description: 'Find by name: **/*.pdf',
  args: z.object({ glob: z.string().max(300), path: folderPath, location }),
  label: ({ glob }) => `looking for ${glob}`,
  effects: ({ path, location }) => ({ reads: [{ location, path }] }),
  async call({ glob, path, location }, { folder }) {
    const { entries, complete } = await folder(location).find(glob, { path, maxMatches })
    const { shown, isAll } = fitLines(entries.map(shownFile))
    return success(`found ${entries.length} for ${glob}`, {
      found: shown,
      ...(!(complete && isAll) && { note: 'there may be more; look in a folder below, or narrow the glob' }),
    })
  },
})
