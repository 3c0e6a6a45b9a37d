import { lstat, type FileHandle } from 'node:fs/promises'
import { errnoOf, fileError, quoted } from './file-error.ts'
import type { Folder } from './folder.ts'
import { at, openFolder, openOrMakeFolder, type Owner } from './handles.ts'
import { inFolder, inFolderOf, type OpenNext } from './in-folder.ts'
import { moveEntry } from './move.ts'
import { streamOf } from './open-file.ts'
import { unlimited, type Account } from './quota.ts'
import { readSlice } from './read-file.ts'
import { openRegularFile } from './regular-file.ts'
import { componentsOf } from './relative-path.ts'
import { removeEntry } from './remove.ts'
import { findEntries, recentFiles, searchText } from './search.ts'
import { SNIFFED_BYTES, typeOf } from './sniff.ts'
import { kindOf, listFolder, measure, removeOld, removeOldDrafts } from './survey.ts'
import { replaceFile } from './write-file.ts'

export interface Root {
  open: () => Promise<FileHandle>
  /** As `open`, after undoing what its owner may have done to its rights: nothing hides from a count. */
  openMended: () => Promise<FileHandle>
}

/** What a folder does, below an open root. */
export function folderAt(
  root: Root,
  { owner, account = unlimited }: { owner: Owner | undefined; account: Account | undefined },
): Folder {
  const making: OpenNext = (dir, name) => openOrMakeFolder(dir, name, owner)
  const below = async <Result>(
    relPath: string,
    use: (dir: FileHandle, prefix: string) => Promise<Result>,
  ) => {
    const names = componentsOf(relPath)
    return inFolder(root.open, names, openFolder, relPath, (dir) => use(dir, names.join('/')))
  }
  const folder: Folder = {
    ...readingAt(root),
    writeFile: (relPath, content, options) =>
      inFolderOf(root.open, relPath, making, async (dir, name) => ({
        bytes: await replaceFile(dir, name, content, { ...options, relPath, account, owner }),
      })),
    remove: (relPath, { recursive = false } = {}) =>
      inFolderOf(root.open, relPath, openFolder, (dir, name) =>
        removeEntry(dir, name, { recursive, relPath }),
      ),
    async move(from, to, { overwrite = false } = {}) {
      if (componentsOf(from).join('/') === componentsOf(to).join('/')) throw whereItIs(to)
      await inFolderOf(root.open, from, openFolder, async (fromDir, fromName) => {
        // Nothing is made for a file that is not there.
        await lstat(at(fromDir, fromName))
        await inFolderOf(root.open, to, making, (dir, name) =>
          moveEntry({ dir: fromDir, name: fromName, relPath: from }, { dir, name, relPath: to }, overwrite),
        )
      })
    },
    async copy(from, toFolder, to, { overwrite = false } = {}) {
      await using file = await folder.openRead(from)
      return await toFolder.writeFile(to, file.stream, { maxBytes: file.bytes, overwrite })
    },
    list: (relPath, options) => below(relPath, (dir, prefix) => listFolder(dir, prefix, options)),
    find: (glob, options) =>
      below(options.path ?? '', (dir, prefix) => findEntries(dir, prefix, glob, options)),
    grep: (pattern, options) =>
      below(options.path ?? '', (dir, prefix) => searchText(dir, prefix, pattern, options)),
    recent: (maxEntries) => below('', (dir) => recentFiles(dir, maxEntries)),
    usage: (most) => inFolder(root.openMended, [], openFolder, '', (dir) => measure(dir, most)),
    room: () => account.room(),
    removeDrafts: (before) =>
      inFolder(root.openMended, [], openFolder, '', (dir) => removeOldDrafts(dir, before)),
    async removeOlderThan(relPath, before) {
      try {
        const names = componentsOf(relPath)
        return await inFolder(root.openMended, names, openFolder, relPath, (dir) => removeOld(dir, before))
      } catch (error) {
        if (errnoOf(error) === 'not_found') return 0
        throw error
      }
    },
  }
  return folder
}

function readingAt(root: Root): Pick<Folder, 'readFile' | 'openRead' | 'sniff' | 'stat'> {
  return {
    readFile: (relPath, { maxBytes, offset = 0 }) =>
      inFolderOf(root.open, relPath, openFolder, async (dir, name) => {
        await using file = await openRegularFile(dir, name, relPath)
        return await readSlice(file, maxBytes, offset)
      }),
    openRead: (relPath) =>
      inFolderOf(root.open, relPath, openFolder, async (dir, name) =>
        streamOf(await openRegularFile(dir, name, relPath), relPath),
      ),
    sniff: (relPath) =>
      inFolderOf(root.open, relPath, openFolder, async (dir, name) => {
        await using file = await openRegularFile(dir, name, relPath)
        const { bytes, totalBytes } = await readSlice(file, SNIFFED_BYTES, 0)
        return await typeOf(bytes, bytes.length >= totalBytes)
      }),
    async stat(relPath) {
      const names = componentsOf(relPath)
      const name = names.pop() ?? '.'
      try {
        const stat = await inFolder(root.open, names, openFolder, relPath, (dir) => lstat(at(dir, name)))
        return { kind: kindOf(stat), bytes: stat.isFile() ? stat.size : 0, changedAt: stat.mtime }
      } catch (error) {
        if (errnoOf(error) === 'not_found') return undefined
        throw error
      }
    },
  }
}

function whereItIs(relPath: string) {
  return fileError('exists', `${quoted(relPath)} is where it is already.`)
}
