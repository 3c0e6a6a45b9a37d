import type { ToolFolder } from '../tools/tool.ts'

/** A unified diff of two texts of one path. */
export type DiffOf = (path: string, before: string, after: string) => string

/** Larger texts are not compared: the card says so by having no diff. */
const maxBytes = 200_000
const maxDiffChars = 8_000

/** A unified diff of what an overwrite changes; undefined where the old or the new content is no small text. */
export async function overwriteDiff(
  diffOf: DiffOf,
  folder: ToolFolder,
  { path, content }: { path: string; content: string },
): Promise<string | undefined> {
  if (content.length > maxBytes) return undefined
  const old = await folder.readText(path, { offset: 0, maxBytes }).catch(() => undefined)
  if (!old || old.totalBytes > maxBytes) return undefined
  const body = diffOf(path, old.text, content)
  return body.length <= maxDiffChars ? body : `${body.slice(0, maxDiffChars).toWellFormed()}\n… (cut)`
}
