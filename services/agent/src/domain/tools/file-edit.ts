import { z } from 'zod'
import { defineTool, failure, location, path, success, type ToolFolder } from './tool.ts'

const maxBytes = 1_000_000

export const fileEdit = defineTool({
  name: 'file_edit',
  description: 'Replace text',
  args: z.object({
    path,
    find: z.string().min(1).max(100_000),
    replace: z.string().max(100_000),
    replace_all: z.boolean().default(false),
    location,
  }),
  label: ({ path }) => `editing ${path}`,
  effects: ({ path, location }) => ({ writes: [{ location, path }], keepsContent: true }),
  async call({ path, find, replace, replace_all, location }, { folder, begin }) {
    const file = folder(location)
    const text = await wholeText(file, path)
    if (text === undefined) {
      return failure(`editing ${path}`, `${path} is not UTF-8 text of at most 1 MB; edit it with run_shell`)
    }
    const found = text.split(find).length - 1
    // An earlier try may have died right after it wrote: then what it would find is gone, or stands within the new text.
    const mayBeDone = replace.includes(find) || found === 0
    if (mayBeDone && text.includes(replace) && !(await begin())) return edited(path, 1)
    if (found === 0) {
      return failure(`editing ${path}`, `find does not occur in ${path}; read the file and copy it exactly`)
    }
    if (found > 1 && !replace_all) {
      const error = `find occurs ${found} times in ${path}; give more of the text around it, or replace_all`
      return failure(`editing ${path}`, error)
    }
    await begin()
    await file.writeText(
      path,
      text.replaceAll(find, () => replace),
    )
    return edited(path, found)
  },
})

const edited = (path: string, replaced: number) => success(`edited ${path}`, { edited: path, replaced })

/** Undefined of what would not be the same after it was read as text and written again. */
async function wholeText(file: ToolFolder, path: string): Promise<string | undefined> {
  const { text, readBytes, totalBytes } = await file.readText(path, { offset: 0, maxBytes })
  return readBytes === totalBytes && Buffer.byteLength(text) === totalBytes ? text : undefined
}
