import { randomBytes } from 'node:crypto'
import { rename, unlink, type FileHandle } from 'node:fs/promises'
import { errnoOf, fileError, quoted } from './file-error.ts'
import { at, createFile, openRegularFile, type Owner } from './handles.ts'

export type Content = Uint8Array | AsyncIterable<Uint8Array>

/**
 * Writes `content` beside `name` in an open folder and renames it into place.
 *
 * The look at the old file only gives a better error and its permissions: whatever takes its place before the rename
 * is replaced by name, and no link is followed.
 */
export async function replaceFile(
  dir: FileHandle,
  name: string,
  content: Content,
  { maxBytes, owner, relPath }: { maxBytes: number; owner?: Owner; relPath: string },
): Promise<number> {
  if (content instanceof Uint8Array && content.length > maxBytes) throw tooLarge(relPath, maxBytes)
  const mode = await modeOf(dir, name, relPath)
  const draft = `.aika-${randomBytes(9).toString('hex')}.tmp`
  const file = await createFile(dir, draft, 0o600)
  try {
    const bytes = await fill(file, content, maxBytes, relPath)
    if (owner) await file.chown(owner.uid, owner.gid)
    await file.chmod(mode)
    await file.close()
    await rename(at(dir, draft), at(dir, name))
    return bytes
  } catch (error) {
    await file.close()
    await unlink(at(dir, draft)).catch(() => undefined)
    throw error
  }
}

async function modeOf(dir: FileHandle, name: string, relPath: string): Promise<number> {
  try {
    await using existing = await openRegularFile(dir, name, relPath)
    return ((await existing.stat()).mode & 0o777) | 0o600
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0o644
    throw error
  }
}

async function fill(file: FileHandle, content: Content, maxBytes: number, relPath: string): Promise<number> {
  let bytes = 0
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    bytes += chunk.length
    if (bytes > maxBytes) throw tooLarge(relPath, maxBytes)
    await file.writeFile(chunk)
  }
  return bytes
}

function tooLarge(relPath: string, maxBytes: number) {
  return fileError(
    'too_large',
    `${quoted(relPath)} would be larger than the ${maxBytes} bytes that are allowed.`,
  )
}
