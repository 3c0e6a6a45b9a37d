import type { ToolFolder } from '../tools/tool.ts'
import { overwriteDiff, type DiffOf } from './overwrite-diff.ts'
import type { Concern } from './verdict.ts'

const maxBytes = 1_000_000
/** Replacing less is what an edit is for, however small the file. */
const smallChars = 1_000

/** An edit that leaves a file empty, or puts something else in place of most of it, is an overwrite by another name. */
export async function editConcerns(
  diffOf: DiffOf,
  folder: ToolFolder,
  { path, find, replace }: { path: string; find: string; replace: string },
): Promise<Concern[]> {
  // What cannot be read is refused by the call itself.
  const before = await folder.readText(path, { offset: 0, maxBytes }).catch(() => undefined)
  if (!before?.text.includes(find)) return []
  const content = before.text.replaceAll(find, () => replace)
  if (!takesAway(before.text, content, find)) return []
  const diff = await overwriteDiff(diffOf, folder, { path, content })
  return [
    {
      title: 'Overwrite a file',
      why: `Most of what ${path} holds would be replaced.`,
      ...(diff && { diff }),
    },
  ]
}

function takesAway(before: string, after: string, find: string): boolean {
  if (after.trim() === '') return true
  const replaced = (before.split(find).length - 1) * find.length
  return replaced > smallChars && replaced > before.length / 2
}
