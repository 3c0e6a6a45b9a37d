import { z } from 'zod'
import { defineTool, location, path, success } from './tool.ts'

export const fileWrite = defineTool({
  name: 'file_write',
  description: 'Write text',
  args: z.object({ path, content: z.string().max(1_000_000), location }),
  label: ({ path }) => `writing ${path}`,
  effects: ({ path, location }) => ({ writes: [{ location, path }] }),
  async call({ path, content, location }, { folder }) {
    await folder(location).writeText(path, content)
    return success(`wrote ${path}`, { written: path, bytes: Buffer.byteLength(content) })
  },
})
