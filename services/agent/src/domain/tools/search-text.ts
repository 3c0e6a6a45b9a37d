import { z } from 'zod'
import { fitLines } from './fit-lines.ts'
import { defineTool, folderPath, location, success } from './tool.ts'

const maxMatches = 100

export const searchText = defineTool({
  name: 'search_text',
  description: 'Find lines',
  args: z.object({
    pattern: z.string().min(1).max(500),
    regex: z.boolean().default(false),
    ignore_case: z.boolean().default(false),
    glob: z.string().max(300).optional(),
    path: folderPath,
    location,
  }),
  label: ({ pattern }) => `searching for ${pattern.slice(0, 60).toWellFormed()}`,
  effects: ({ path, location }) => ({ reads: [{ location, path }] }),
  async call({ pattern, regex, ignore_case, glob, path, location }, { folder }) {
    const options = { path, isRegex: regex, ignoreCase: ignore_case, maxMatches, ...(glob && { glob }) }
    const { matches, truncated, tooLarge } = await folder(location).grep(pattern, options)
    const { shown, isAll } = fitLines(matches.map(({ path, line, text }) => `${path}:${line}: ${text}`))
    const notes = [
      (truncated || !isAll) && 'there is more; narrow the pattern, the glob or the path',
      tooLarge > 0 && `${tooLarge} files above 4 MB were left out; search them with run_shell`,
    ].filter((note) => note !== false)
    return success(`found ${matches.length} lines`, {
      lines: shown,
      ...(notes.length > 0 && { note: notes.join('; ') }),
    })
  },
})
