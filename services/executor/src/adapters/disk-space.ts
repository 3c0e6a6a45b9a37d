import { statfsSync } from 'node:fs'

/** What a file system says of itself; asking costs microseconds, however much lies there. */
export interface Space {
  sizeBytes: number
  /** Falls with every byte that anybody takes, files without a name among them. */
  freeBytes: number
  /** The part of it that others than root may take. */
  availableBytes: number
  /** What it has room for beside bytes: files, folders and all else. Undefined where that has no limit (btrfs). */
  files?: { size: number; free: number }
}

/** @throws when the folder is not there or its disk is broken. */
export function spaceOf(folder: string): Space {
  // Not by the thread pool: there it would wait behind the very walks through folders that it is to start.
  const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(folder)
  return {
    sizeBytes: blocks * bsize,
    freeBytes: bfree * bsize,
    availableBytes: bavail * bsize,
    ...(files > 0 && { files: { size: files, free: ffree } }),
  }
}

const reserve = { share: 0.05, bytes: 2 ** 30, files: 50_000 }

/** Whether so little is left that commands may have none of it: 5 % of the disk, at most 1 GiB or 50,000 files. */
export function isShort({ sizeBytes, availableBytes, files }: Space): boolean {
  if (availableBytes < Math.min(sizeBytes * reserve.share, reserve.bytes)) return true
  return files !== undefined && files.free < Math.min(files.size * reserve.share, reserve.files)
}
