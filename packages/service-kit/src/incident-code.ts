import { open, realpath } from 'node:fs/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { isOurs, readFrame, type Frame } from './incident-frames.ts'

/** A line of a stack, in terms of the source that was written. */
export interface SourceFrame {
  functionName: string
  /** As in the repository: `services/bot/src/main.ts`. */
  source: string
  line: number
  /** The lines around it; none of what is not ours. */
  code: CodeLine[]
}
export interface CodeLine {
  number: number
  text: string
}

const around = 3
const maxFrames = 8
const maxFileBytes = 4 * 2 ** 20
const maxLineLength = 200

/** Looks stack lines up in our own sources. Reads nothing outside `appDir`, and gives up quietly on what it cannot read. */
export async function sourceFrames(stack: string[], appDir: string): Promise<SourceFrame[]> {
  const read = cachedSources(appDir)
  const frames: SourceFrame[] = []
  for (const line of stack) {
    const frame = readFrame(line)
    if (!frame || !isOurs(frame, appDir)) continue
    const found = await read(frame).catch(() => undefined)
    if (found) frames.push(found)
    if (frames.length === maxFrames) break
  }
  return frames
}

type Reader = (frame: Frame) => SourceFrame | undefined

/** Files of a stack are few and large: each is read once. */
function cachedSources(appDir: string): (frame: Frame) => Promise<SourceFrame | undefined> {
  const readers = new Map<string, Promise<Reader>>()
  return async (frame) => {
    const known = readers.get(frame.file) ?? openSource(frame.file, appDir)
    readers.set(frame.file, known)
    return (await known)(frame)
  }
}

async function openSource(file: string, appDir: string): Promise<Reader> {
  const map = file.endsWith('.ts') ? undefined : await readWithin(`${file}.map`, appDir)
  if (map) return readerOfMap(JSON.parse(map) as SourceMapPayload)
  const lines = (await readWithin(file, appDir))?.split('\n') ?? []
  const source = file.slice(appDir.length + 1)
  return ({ functionName, line, column }) => ({
    functionName,
    source,
    line,
    code: linesAround(lines, line, column),
  })
}

/** In a bundle everything is in few lines; the map beside it carries our sources as they were written. */
function readerOfMap(payload: SourceMapPayload): Reader {
  const map = new SourceMap(payload)
  return ({ functionName, line, column }) => {
    const entry = map.findEntry(line - 1, column - 1)
    if (!('originalSource' in entry) || entry.originalSource.includes('node_modules/')) return undefined
    const text = payload.sourcesContent[payload.sources.indexOf(entry.originalSource)]
    const source = entry.originalSource.replace(/^(\.\.\/)+/, '')
    const at = entry.originalLine + 1
    return { functionName, source, line: at, code: linesAround(text?.split('\n') ?? [], at) }
  }
}

/** @param column - of a bundle without a map, whose lines are long: what stands around it is shown. */
function linesAround(lines: string[], at: number, column = 1): CodeLine[] {
  const first = Math.max(1, at - around)
  return lines.slice(first - 1, at + around).map((text, index) => {
    const number = first + index
    return { number, text: cut(text, number === at ? column : 1) }
  })
}

function cut(text: string, column: number): string {
  if (text.length <= maxLineLength) return text
  const from = Math.max(0, column - maxLineLength / 2)
  return `${from > 0 ? '…' : ''}${text.slice(from, from + maxLineLength)}…`
}

/** A stack names files by itself: only code that lies in our own folder is opened. */
async function readWithin(file: string, appDir: string): Promise<string | undefined> {
  if (!/\.(ts|m?js|m?js\.map)$/.test(file)) return undefined
  const [real, within] = await Promise.all([realpath(file).catch(() => undefined), realpath(appDir)])
  if (!real?.startsWith(`${within}/`)) return undefined
  await using handle = await open(real, 'r')
  const { size } = await handle.stat()
  return size > maxFileBytes ? undefined : handle.readFile('utf8')
}
