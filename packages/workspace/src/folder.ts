/** Bytes of one file, from `offset` on. */
export interface FileSlice {
  bytes: Buffer
  /** Size of the whole file when it was read; more than `offset + bytes.length` means that a part is missing. */
  totalBytes: number
  changedAt: Date
}

/** One line of a listing. */
export interface Entry {
  /**
   * Below the folder that was asked for with `Folder`, `/`-separated, ready to be used again. Where `plain` is false
   * the name on disk cannot be asked for (control characters, not UTF-8): then it is a description, safe to show.
   */
  path: string
  plain: boolean
  kind: 'file' | 'folder' | 'link' | 'other'
  /** Of files; 0 otherwise. */
  bytes: number
  changedAt: Date
}

export interface Listing {
  /** Folder by folder, sorted by path. */
  entries: Entry[]
  /** Whether there is more than the limits let through. */
  truncated: boolean
}

export interface Usage {
  /** Bytes on disk; a sparse file counts what it takes, a file with several names counts once. */
  bytes: number
  /** Files, folders and all else. */
  entries: number
  /** False when limits ended the count, so that the truth is larger. */
  complete: boolean
}

export interface ListOptions {
  /** 1 to 10,000. */
  maxEntries: number
  /** Also what is in the folders below, down to 16 levels. */
  recursive?: boolean
}

/**
 * One person's folder, or the shared one. Every path is relative to it and comes from a person or a model.
 *
 * Each component is opened relative to the open folder before it and links are never followed, so nothing leads out,
 * whatever a sandbox changes meanwhile. Nothing waits: a FIFO, device or socket is refused at once.
 *
 * Common refusals, as AppError: `invalid_path`, `not_found`, `not_a_file`, `not_a_folder`, `link_refused` (symbolic
 * links, files with several hard links), `special_bits_refused` (setuid, setgid), `access_denied`; none is retryable.
 */
export interface Folder {
  /**
   * Reads at most `maxBytes` from `offset` (0 when left out). A longer file is no error: compare `totalBytes`.
   * Memory is bounded by `maxBytes`, however the file grows meanwhile.
   */
  readFile(relPath: string, options: { maxBytes: number; offset?: number }): Promise<FileSlice>

  /**
   * Puts a whole file in place, making missing folders on the way. Readers see the old or the new content, never a
   * part: it is written beside the target and renamed over it. An existing file keeps its permissions.
   *
   * @param content - bytes, or a stream of them, which is cut off with an error once it passes `maxBytes`.
   * @throws AppError also `too_large`, `disk_full`; the old file is then untouched.
   */
  writeFile(
    relPath: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options: { maxBytes: number },
  ): Promise<{ bytes: number }>

  /** What is in a folder; `''` is this one. What vanishes meanwhile is left out. */
  list(relPath: string, options: ListOptions): Promise<Listing>

  /** What all of it takes on disk; looks at 200,000 entries and 128 levels at most. */
  usage(): Promise<Usage>

  /**
   * Removes what is below a folder and was last changed before `before`: files, links, pipes, and folders that are
   * empty by then. The folder itself stays; a missing one is nothing to do. Age is the time of the last change of
   * content or attributes as the kernel keeps it (ctime), which nobody can date back.
   *
   * @returns how many were removed.
   */
  removeOlderThan(relPath: string, before: Date): Promise<number>
}
