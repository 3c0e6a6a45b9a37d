import { z } from 'zod'
import { unlessDone } from './unless-done.ts'
import { defineTool, location, path, success } from './tool.ts'

export const fileDelete = defineTool({
  name: 'file_delete',
  description: 'Delete',
  args: z.object({ path, location, recursive: z.boolean().default(false) }),
  label: ({ path }) => `deleting ${path}`,
  effects: ({ path, location }) => ({ removes: [{ location, path }] }),
  async call({ path, location, recursive }, context) {
    const remove = () => context.folder(location).remove(path, { recursive })
    const removed = await unlessDone(context, remove, async () => true)
    return success(`deleted ${path}`, {
      deleted: path,
      ...(removed !== undefined && removed > 1 && { entries: removed }),
    })
  },
})
