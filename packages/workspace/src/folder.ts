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

/** What one name is; nothing about it holds for longer than the look. */
export interface FileStat {
  kind: Entry['kind']
  /** Of files; 0 otherwise. */
  bytes: number
  changedAt: Date
}

/** A file held open. Dispose of it: a stream that nobody began to read closes nothing. */
export interface OpenFile extends AsyncDisposable {
  /** Its size when it was opened. */
  bytes: number
  changedAt: Date
  /**
   * All of it once, in pieces of at most 64 KiB.
   * @throws AppError `file_changed` when it ends before, goes on after, or was written to since it was opened.
   */
  stream: AsyncIterable<Uint8Array>
}

/** What a search may cost. Nothing of it is an error when it is used up: the answer says `truncated`. */
export interface SearchOptions {
  /** The folder to look in; `''`, or left out, is all. */
  path?: string
  /** 1 to 1,000. */
  maxMatches: number
}

export interface GrepOptions extends SearchOptions {
  /** Only in files whose path fits; as in `find`. */
  glob?: string
  /** The pattern is a regular expression (RE2's syntax: linear in time, no look-around) and not plain text. */
  isRegex?: boolean
  ignoreCase?: boolean
}

/** One line that fits. */
export interface TextMatch {
  path: string
  /** From 1. */
  line: number
  /** The line, at most 300 characters of it, around what fits. */
  text: string
}

export interface TextMatches {
  matches: TextMatch[]
  /** Whether limits ended the search: there may be more. */
  truncated: boolean
  /** Files that were left out as they are larger than 4 MB. */
  tooLarge: number
}

/** What may still be added. Infinite where there is no quota. */
export interface Room {
  bytes: number
  files: number
}

export interface ListOptions {
  /** 1 to 10,000. */
  maxEntries: number
  /** Also what is in the folders below, down to 16 levels. */
  recursive?: boolean
}

export type FileContent = Uint8Array | AsyncIterable<Uint8Array>

export interface WriteOptions {
  maxBytes: number
  overwrite?: boolean
}

/** How much a folder may hold. */
export interface Quota {
  /** On disk. */
  bytes: number
  /** Files, folders and all else. */
  files: number
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
   * @param options.overwrite - `false`: what is there stays, and `exists` is thrown. One step, no look before it.
   * @throws AppError also `exists`, `too_large`, `quota_exceeded`, `disk_full`; the old file is then untouched.
   */
  writeFile(relPath: string, content: FileContent, options: WriteOptions): Promise<{ bytes: number }>

  /** What is there, without following a link; undefined: nothing. */
  stat(relPath: string): Promise<FileStat | undefined>

  /** Opens a file to read it whole, as it is now. */
  openRead(relPath: string): Promise<OpenFile>

  /**
   * Removes whatever has that name: a link itself, never what it points to. A folder that is not empty only where
   * `recursive` says so.
   * @returns how many entries went. @throws AppError also `not_found`
   */
  remove(relPath: string, options?: { recursive?: boolean }): Promise<number>

  /**
   * Gives a file or a folder another name, making missing folders on the way; one step.
   * @param options.overwrite - `true` replaces a file; a folder is never replaced.
   * @throws AppError also `exists`
   */
  move(from: string, to: string, options?: { overwrite?: boolean }): Promise<void>

  /**
   * Copies one file into this or another folder, streamed; the copy appears whole or not at all.
   * @throws AppError also `exists`, `file_changed`, `quota_exceeded`
   */
  copy(
    from: string,
    toFolder: Folder,
    to: string,
    options?: { overwrite?: boolean },
  ): Promise<{ bytes: number }>

  /**
   * The type by the first bytes: a MIME type; `text/plain` of what is UTF-8, `application/octet-stream` of the rest.
   * A name decides nothing.
   */
  sniff(relPath: string): Promise<string>

  /**
   * Files and folders whose path below `path` fits a glob: `*` and `?` within a name, `**` over folders, `{a,b}`.
   * A glob without `/` is tried on each name, whatever the folder. Upper and lower case are the same.
   * Looks at 20,000 entries and 32 levels at most.
   */
  find(glob: string, options: SearchOptions): Promise<Listing>

  /**
   * Lines of text files that hold `pattern`. Reads at most 32 MB in all, of files up to 4 MB; binary ones are left out.
   * @throws AppError also `bad_pattern`
   */
  grep(pattern: string, options: GrepOptions): Promise<TextMatches>

  /** Files below `files` and `cache`, the newest first. Looks at 20,000 entries. @param maxEntries - 1 to 1,000. */
  recent(maxEntries: number): Promise<Listing>

  /** What may still be written, counted now. */
  room(): Promise<Room>

  /** What is in a folder; `''` is this one. What vanishes meanwhile is left out. */
  list(relPath: string, options: ListOptions): Promise<Listing>

  /**
   * What all of it takes on disk; looks at 200,000 entries and 128 levels at most.
   *
   * @param most - where the count may end: what is beyond does not matter to who asks. A folder that a sandbox fills is
   *   not counted faster than it is filled.
   */
  usage(most?: Quota): Promise<Usage>

  /**
   * Removes what is below a folder and was last changed before `before`: files, links, pipes, and folders that are
   * empty by then. The folder itself stays; a missing one is nothing to do. Age is the time of the last change of
   * content or attributes as the kernel keeps it (ctime), which nobody can date back.
   *
   * @returns how many were removed.
   */
  removeOlderThan(relPath: string, before: Date): Promise<number>

  /**
   * Removes what writes that were killed have left anywhere in it, `.aika-<18 hex>.tmp`, where it was last changed
   * before `before`; age as above. Not seen from outside: a write that is on its way.
   *
   * @returns how many were removed.
   */
  removeDrafts(before: Date): Promise<number>
}
