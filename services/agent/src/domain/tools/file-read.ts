import { z } from 'zod'
import { defineTool, location, path, success } from './tool.ts'

const maxBytes = 16_384

export const fileRead = defineTool({
  name: 'file_read',
  description: 'Read text',
  args: z.object({ path, location, offset: z.int().nonnegative().optional() }),
  label: ({ path }) => `reading ${path}`,
  effects: ({ path, location }) => ({ reads: [{ location, path }] }),
  async call({ path, location, offset = 0 }, { folder }) {
    const { text, readBytes, totalBytes } = await folder(location).readText(path, { offset, maxBytes })
    const end = offset + readBytes
    return success(`read ${path}`, {
      text,
      total_bytes: totalBytes,
      ...(end < totalBytes && { next_offset: end }),
    })
  },
})
