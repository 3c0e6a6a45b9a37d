import { AppError } from '@aika/errors'
import { z } from 'zod'
import { defineTool, location, path, success, type Effects, type Place, type ToolContext } from './tool.ts'
import { unlessDone } from './unless-done.ts'

const args = z.object({
  from: path,
  to: path,
  location,
  to_location: z.enum(['user', 'shared']).optional(),
  copy: z.boolean().default(false),
  overwrite: z.boolean().default(false),
})
type Args = z.output<typeof args>

export const fileMove = defineTool({
  name: 'file_move',
  description: 'Move or copy',
  args,
  label: ({ from, to, copy }) => `${copy ? 'copying' : 'moving'} ${from} to ${to}`,
  effects: (args) => effects(args, placesOf(args)),
  async call(args, context) {
    const { from, to } = placesOf(args)
    await unlessDone(
      context,
      (isFirst) => moveOrCopy(context, args, isFirst),
      async () => (await context.folder(to.location).stat(to.path)) !== undefined,
    )
    const what = `${args.copy ? 'copied' : 'moved'} ${from.path} to ${to.path}`
    return success(what, { done: what })
  },
})

function placesOf({ from, to, location, to_location }: Args): { from: Place; to: Place } {
  return { from: { location, path: from }, to: { location: to_location ?? location, path: to } }
}

/** What leaves the shared folder is gone for everybody else. */
function effects({ copy, overwrite }: Args, { from, to }: { from: Place; to: Place }): Effects {
  const isTaken = from.location === 'shared' && to.location !== 'shared' && !copy
  return {
    reads: [from],
    writes: [to],
    ...(isTaken && { removes: [from] }),
    ...(!overwrite && { keepsContent: true }),
  }
}

async function moveOrCopy(context: ToolContext, args: Args, isFirst: boolean): Promise<void> {
  const { overwrite } = args
  const { from, to } = placesOf(args)
  const folder = context.folder(from.location)
  if (!args.copy && from.location === to.location) return folder.move(from.path, to.path, { overwrite })
  try {
    await context.copy(from, to, { overwrite })
  } catch (error) {
    const isThere = error instanceof AppError && error.code === 'exists'
    if (!isThere || isFirst || !(await isOurCopy(context, from, to))) throw error
  }
  if (!args.copy) await folder.remove(from.path, { recursive: false })
}

/** Whether an earlier try of this call made that copy: copies appear whole, and this one since the turn began. */
async function isOurCopy({ folder, turn }: ToolContext, from: Place, to: Place): Promise<boolean> {
  const [original, copy] = await Promise.all(
    [from, to].map(({ location, path }) => folder(location).stat(path)),
  )
  if (!original || !copy) return false
  return copy.bytes === original.bytes && copy.changedAt >= turn.startedAt
}
