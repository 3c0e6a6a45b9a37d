import type { FileHandle } from 'node:fs/promises'
import type { Entry, GrepOptions, Listing, SearchOptions, TextMatch, TextMatches } from './folder.ts'
import { errnoOf, fileError } from './file-error.ts'
import { globMatcher } from './glob.ts'
import { openFolder } from './handles.ts'
import { readSlice } from './read-file.ts'
import { openRegularFile } from './regular-file.ts'
import { entryOf } from './survey.ts'
import { lineMatcher, type LineMatcher } from './text-pattern.ts'
import { walk, type Found } from './walk.ts'

const LIMITS = { maxEntries: 20_000, maxDepth: 32, open: openFolder }
const MAX_MATCHES = 1_000
const MAX_FILE_BYTES = 4_000_000
const MAX_TOTAL_BYTES = 32_000_000
const MAX_LINE_CHARS = 10_000
const SHOWN_CHARS = 300
const BINARY_LOOK_BYTES = 8_192

/** Entries of an open folder whose path below it fits; `prefix` is the folder's own path. */
export async function findEntries(
  dir: FileHandle,
  prefix: string,
  glob: string,
  { maxMatches }: SearchOptions,
): Promise<Listing> {
  checkMatches(maxMatches)
  const fits = globMatcher(glob)
  const entries: Entry[] = []
  let truncated = false
  const enter = (found: Found) => {
    if (entries.length > maxMatches) return 'skip'
    if (fits(entryOf(found, '').path)) entries.push(entryOf(found, prefix))
    return undefined
  }
  const complete = await walk(dir, LIMITS, { enter })
  truncated = !complete || entries.length > maxMatches
  entries.length = Math.min(entries.length, maxMatches)
  entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  return { entries, truncated }
}

/** The newest files of an open folder's `files` and `cache`. */
export async function recentFiles(dir: FileHandle, maxEntries: number): Promise<Listing> {
  checkMatches(maxEntries)
  const entries: Entry[] = []
  const enter = (found: Found) => {
    const [top] = found.above
    const name = (top ?? found.name).toString()
    if (name !== 'files' && name !== 'cache') return 'skip'
    if (top && found.stat.isFile()) entries.push(entryOf(found, ''))
    return undefined
  }
  const complete = await walk(dir, LIMITS, { enter })
  entries.sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime())
  return { entries: entries.slice(0, maxEntries), truncated: !complete || entries.length > maxEntries }
}

/** Lines in the text files of an open folder. */
export async function searchText(
  dir: FileHandle,
  prefix: string,
  pattern: string,
  { maxMatches, glob, isRegex, ignoreCase }: GrepOptions,
): Promise<TextMatches> {
  checkMatches(maxMatches)
  const fits = glob === undefined ? () => true : globMatcher(glob)
  const places = await lineMatcher(pattern, {
    ...(isRegex && { isRegex }),
    ...(ignoreCase && { ignoreCase }),
  })
  const result: TextMatches = { matches: [], truncated: false, tooLarge: 0 }
  let left = MAX_TOTAL_BYTES

  const enter = async (found: Found): Promise<void> => {
    if (!found.stat.isFile() || result.matches.length > maxMatches) return
    const { path, plain } = entryOf(found, prefix)
    if (!plain || !fits(entryOf(found, '').path)) return
    if (found.stat.size > MAX_FILE_BYTES) return void (result.tooLarge += 1)
    if ((left -= Number(found.stat.size)) < 0) return void (result.truncated = true)
    const text = await textOf(found, path)
    if (text === undefined) return
    result.matches.push(...linesOf(text, places, path, maxMatches + 1 - result.matches.length))
  }
  const complete = await walk(dir, LIMITS, { enter })
  if (!complete || result.matches.length > maxMatches) result.truncated = true
  result.matches.length = Math.min(result.matches.length, maxMatches)
  return result
}

/** Of a text file; undefined of what is binary, or is no file to be read. */
async function textOf({ parent, name }: Found, path: string): Promise<string | undefined> {
  try {
    await using file = await openRegularFile(parent, name, path)
    const { bytes } = await readSlice(file, MAX_FILE_BYTES, 0)
    return bytes.subarray(0, BINARY_LOOK_BYTES).includes(0) ? undefined : bytes.toString('utf8')
  } catch (error) {
    const passing = [
      'ENOENT',
      'ELOOP',
      'EACCES',
      'ENXIO',
      'link_refused',
      'special_bits_refused',
      'not_a_file',
    ]
    if (passing.includes(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

function linesOf(text: string, places: LineMatcher, path: string, most: number): TextMatch[] {
  const matches: TextMatch[] = []
  let line = 0
  for (let from = 0; from <= text.length && matches.length < most;) {
    const end = text.indexOf('\n', from)
    const stop = end < 0 ? text.length : end
    line += 1
    const words = text.slice(from, Math.min(stop, from + MAX_LINE_CHARS)).replace(/\r$/, '')
    const at = places(words)
    if (at >= 0) matches.push({ path, line, text: around(words, at) })
    from = stop + 1
  }
  return matches
}

/** A long line is cut so that what was found is in what is left. */
function around(words: string, at: number): string {
  const from = words.length <= SHOWN_CHARS ? 0 : Math.max(0, Math.min(at - 60, words.length - SHOWN_CHARS))
  return words.slice(from, from + SHOWN_CHARS).toWellFormed()
}

function checkMatches(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_MATCHES) return
  throw fileError('bad_pattern', `A search finds 1 to ${MAX_MATCHES} things.`)
}
