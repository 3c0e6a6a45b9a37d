import type { FileHandle } from 'node:fs/promises'
import { fileError } from './file-error.ts'
import type { FileSlice } from './folder.ts'

/** Reads a slice of an open file. The size it claims decides nothing but how much memory is taken at first. */
export async function readSlice(file: FileHandle, maxBytes: number, offset: number): Promise<FileSlice> {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0 || !Number.isSafeInteger(offset) || offset < 0) {
    throw fileError('invalid_path', 'offset and size must be whole numbers from 0.')
  }
  const { size, mtime } = await file.stat()
  const room = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(0, size - offset)))
  let filled = 0
  while (filled < room.length) {
    const { bytesRead } = await file.read(room, filled, room.length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return { bytes: room.subarray(0, filled), totalBytes: size, changedAt: mtime }
}
