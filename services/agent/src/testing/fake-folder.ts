import { AppError } from '@aika/errors'
import type { ToolFolder } from '../domain/tools/tool-ports.ts'

/** A folder in memory, one text a path; what it was not made for fails loudly. */
export function fakeFolder(files: Map<string, string>, onEffect: (what: string) => void): ToolFolder {
  const key = (path: string) => path.replace(/^\.\//, '')
  const read = (path: string): string => {
    const text = files.get(key(path))
    if (text === undefined) throw new AppError('not_found', `${path} is not there`, { retryable: false })
    return text
  }
  const unscripted = (what: string) => () => Promise.reject(new Error(`the fake folder cannot ${what}`))
  return {
    readText: async (path) => {
      const text = read(path)
      return { text, readBytes: Buffer.byteLength(text), totalBytes: Buffer.byteLength(text) }
    },
    writeText: async (path, text) => {
      onEffect('write')
      files.set(key(path), text)
    },
    list: async () => ({
      entries: [...files].map(([path, text]) => ({ path, type: 'file', bytes: text.length })),
      complete: true,
    }),
    stat: async (path) => {
      const text = files.get(key(path))
      return text === undefined ? undefined : { kind: 'file', bytes: text.length, changedAt: new Date(0) }
    },
    remove: async (path) => {
      onEffect('remove')
      read(path)
      files.delete(key(path))
      return 1
    },
    move: async (from, to) => {
      onEffect('move')
      files.set(key(to), read(from))
      files.delete(key(from))
    },
    find: unscripted('find'),
    grep: unscripted('grep'),
  }
}
