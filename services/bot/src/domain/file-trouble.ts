import { AppError } from '@aika/errors'
import type { FileErrorCode } from '@aika/workspace'
import { plainLine } from './inline-code.ts'

const refusals: Record<FileErrorCode, true> = {
  invalid_path: true,
  not_found: true,
  not_a_file: true,
  not_a_folder: true,
  link_refused: true,
  special_bits_refused: true,
  exists: true,
  file_changed: true,
  too_large: true,
  quota_exceeded: true,
  bad_pattern: true,
  access_denied: true,
  disk_full: true,
  files_busy: true,
}

/** What a person may read of a refusal of the workspace, as Markdown; anything else that failed is thrown on. */
export function fileTrouble(error: unknown): string {
  if (error instanceof AppError && error.code in refusals) return plainLine(error.message)
  throw error
}

/** Whether something is in the place of a file that was not to be replaced. */
export function isThereAlready(error: unknown): boolean {
  return error instanceof AppError && error.code === 'exists'
}
