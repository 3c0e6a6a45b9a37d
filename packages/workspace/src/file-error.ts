import { AppError } from '@aika/errors'

/** Why an operation on a person's files did not happen. Stable; the message says what to do instead. */
export type FileErrorCode =
  | 'invalid_path'
  | 'not_found'
  | 'not_a_file'
  | 'not_a_folder'
  | 'link_refused'
  | 'special_bits_refused'
  | 'exists'
  | 'file_changed'
  | 'too_large'
  | 'quota_exceeded'
  | 'bad_pattern'
  | 'access_denied'
  | 'disk_full'
  | 'files_busy'

/** A refusal that the model can act on: it names the path as it was asked for, never one of the host. */
export function fileError(code: FileErrorCode, message: string, cause?: unknown): AppError {
  return new AppError(code, message, { retryable: code === 'files_busy', cause })
}

/** A path as it may stand in a message: quoted, control characters escaped, cut. */
export function quoted(path: string): string {
  const shown = JSON.stringify(path === '' ? '.' : path)
  return shown.length <= 200 ? shown : `${shown.slice(0, 199)}…"`
}

const meanings: Record<string, [FileErrorCode, string]> = {
  ENOENT: ['not_found', 'does not exist'],
  ELOOP: ['link_refused', 'is a symbolic link; links are not followed'],
  ENOTDIR: ['not_a_folder', 'leads through something that is not a folder (links are not followed)'],
  EISDIR: ['not_a_file', 'is a folder'],
  ENOTEMPTY: ['not_a_file', 'is a folder'],
  EEXIST: ['not_a_file', 'is a folder'],
  EINVAL: ['invalid_path', 'cannot be put there: a folder does not fit into itself'],
  ENXIO: ['not_a_file', 'is not a regular file'],
  ENODEV: ['not_a_file', 'is not a regular file'],
  EACCES: ['access_denied', 'may not be opened: its permissions forbid it'],
  EPERM: ['access_denied', 'may not be opened: its permissions forbid it'],
  EROFS: ['access_denied', 'is on a read-only disk'],
  ENAMETOOLONG: ['invalid_path', 'is too long'],
  ENOSPC: ['disk_full', 'does not fit: the disk is full'],
  EDQUOT: ['disk_full', 'does not fit: the quota is used up'],
  EFBIG: ['too_large', 'is larger than a file may be'],
}

/** Puts what the kernel refused into our words. What is already understood, and what nobody expects, passes as it is. */
export function understood(error: unknown, relPath: string): unknown {
  if (error instanceof AppError) return error
  const errno = errnoOf(error)
  const meaning = errno === undefined ? undefined : meanings[errno]
  if (meaning) return fileError(meaning[0], `${quoted(relPath)} ${meaning[1]}.`, error)
  if (errno === 'EMFILE' || errno === 'ENFILE') {
    return fileError('files_busy', 'Too many files are open at once; try again shortly.', error)
  }
  return error
}

/** The kernel's name for a failure, such as ENOENT. Not by `instanceof`: errors of Node may be of another realm. */
export function errnoOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
