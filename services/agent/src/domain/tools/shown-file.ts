import type { FoundFile } from './tool-ports.ts'

/** A line of a listing. */
export function shownFile({ path, type, bytes }: FoundFile): string {
  return type === 'file' ? `${path} (${bytes} bytes)` : `${path} (${type})`
}
