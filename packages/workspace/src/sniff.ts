import { isUtf8 } from 'node:buffer'

/** As much of a file as decides its type. */
export const SNIFFED_BYTES = 65_536

/**
 * The MIME type of a file by its first bytes: `text/plain` of what is UTF-8 without NUL, `application/octet-stream` of
 * the rest.
 */
export async function typeOf(head: Uint8Array, isWhole: boolean): Promise<string> {
  // Large, and most processes never ask.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (found) return found.mime
  return isText(isWhole ? head : withoutCutCharacter(head)) ? 'text/plain' : 'application/octet-stream'
}

const isText = (bytes: Uint8Array) => !bytes.includes(0) && isUtf8(bytes)

/** Where a file was cut, its last character may be half there. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  const lead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  return lead >= bytes.length - 4 && lead >= 0 ? bytes.subarray(0, lead) : bytes
}
