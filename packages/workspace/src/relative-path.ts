import { fileError, quoted } from './file-error.ts'

const MAX_PATH_BYTES = 1_024
const MAX_NAME_BYTES = 255
const MAX_COMPONENTS = 64

// C0, DEL, C1, the line separators, and the characters that turn the reading direction round in a listing.
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/**
 * The components of a path that came from a person or a model. `''` and `.` are the folder itself.
 *
 * Only the words are judged here; that nothing leads out of the folder is the kernel's answer to each component.
 *
 * @throws AppError `invalid_path` on absolute paths, `..`, control characters, over-long or too many components.
 */
export function componentsOf(relPath: string): string[] {
  if (relPath.startsWith('/')) {
    throw refused(relPath, 'is absolute; give it relative to the folder, such as "files/notes.txt"')
  }
  if (forbidden.test(relPath)) throw refused(relPath, 'holds control characters')
  if (!relPath.isWellFormed()) throw refused(relPath, 'is not valid Unicode')
  if (Buffer.byteLength(relPath) > MAX_PATH_BYTES)
    throw refused(relPath, `is longer than ${MAX_PATH_BYTES} bytes`)

  const components = relPath.split('/').filter((name) => name !== '' && name !== '.')
  if (components.includes('..')) throw refused(relPath, 'holds ".."; stay inside the folder')
  if (components.length > MAX_COMPONENTS) throw refused(relPath, `is deeper than ${MAX_COMPONENTS} folders`)
  if (components.some((name) => Buffer.byteLength(name) > MAX_NAME_BYTES)) {
    throw refused(relPath, `has a name longer than ${MAX_NAME_BYTES} bytes`)
  }
  return components
}

/** Whether a name found on disk could be asked for again through `componentsOf`. */
export function isPlainName(name: string): boolean {
  return name !== '' && !name.includes('/') && name !== '..' && name !== '.' && !forbidden.test(name)
}

function refused(relPath: string, why: string) {
  return fileError('invalid_path', `The path ${quoted(relPath)} ${why}.`)
}
