const maxBytes = 120
/** A longer end is no extension but a part of the name. */
const extension = /\.[\p{L}\p{N}]{1,10}$/u
/** Control, formatting and unassigned characters, lone surrogates: they hide, turn round or break a line. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]+/gu
const spaces = /[\p{Z}\s]+/gu
/** What parts a path, means something to a shell or in a note of ours, or is refused by other systems. */
const awkward = /[/\\:*?"<>|`$;&!]+/g
/** A name that begins so is hidden, or read as an option. */
const badStart = /^[\s._~-]+/
const badEnd = /[\s._]+$/
/** Device names of Windows, with any extension: files are downloaded there, too. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * The name under which a file is kept: one path component of at most 120 bytes that any tool can be given as it is.
 * Letters of every script stay, and so does the extension.
 *
 * @param original - as the sender's app told it; anything at all.
 * @param fallback - where nothing of it can be kept; taken as it is.
 */
export function safeName(original: string, fallback: string): string {
  const plain = original
    .slice(0, 4_096)
    .toWellFormed()
    .replaceAll('\ufffd', '_')
    .replace(/[\t\r\n\v\f]+/g, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .replace(spaces, '_')
    .replace(awkward, '_')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replace(/_{2,}/g, '_')
    .replace(badEnd, '')
    .replace(badStart, '')
  if (!plain) return fallback
  return shortened(plain.replace(reserved, (device) => `${device}_`))
}

/** The extension with its dot, in lower case; empty where there is none. */
export function extensionOf(name: string): string {
  return (extension.exec(name)?.[0] ?? '').toLowerCase()
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name
  const end = extension.exec(name)?.[0] ?? ''
  const stem = fitting(name.slice(0, name.length - end.length), maxBytes - Buffer.byteLength(end))
  return stem.replace(badEnd, '') + end
}

/** As many whole characters as fit: a letter keeps its marks, an emoji its parts. */
function fitting(text: string, bytes: number): string {
  let left = bytes
  let fit = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    left -= Buffer.byteLength(segment)
    if (left < 0) break
    fit += segment
  }
  // One character alone may be longer than all there is room for.
  return fit || Buffer.from(text).subarray(0, bytes).toString().replaceAll('\ufffd', '')
}
