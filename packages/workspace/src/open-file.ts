import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { fileError, quoted, understood } from './file-error.ts'
import type { OpenFile } from './folder.ts'

const PIECE_BYTES = 65_536

/** Makes an open file readable as a stream, which holds it to what it was at its opening. Takes the handle over. */
export async function streamOf(file: FileHandle, relPath: string): Promise<OpenFile> {
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await file.close()
  }
  try {
    const stat = await file.stat({ bigint: true })
    return {
      bytes: Number(stat.size),
      changedAt: stat.mtime,
      stream: pieces(file, stat, relPath, close),
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function* pieces(
  file: FileHandle,
  atOpening: BigIntStats,
  relPath: string,
  close: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    const bytes = Number(atOpening.size)
    for (let position = 0; position < bytes;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytes - position))
      const { bytesRead } = await file.read(piece, 0, piece.length, position)
      if (bytesRead === 0) throw changed(relPath)
      position += bytesRead
      yield piece.subarray(0, bytesRead)
    }
    const now = await file.stat({ bigint: true })
    if (now.size !== atOpening.size || now.mtimeNs !== atOpening.mtimeNs) throw changed(relPath)
  } catch (error) {
    throw understood(error, relPath)
  } finally {
    await close()
  }
}

function changed(relPath: string) {
  return fileError('file_changed', `${quoted(relPath)} was changed while it was read; try again.`)
}
