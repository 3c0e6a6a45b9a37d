import type { FileAt } from '@aika/contracts'
import type { Workspace } from '@aika/workspace'
import { cleanText } from '../domain/rendering/clean.ts'
import type { Files } from '../domain/say-file.ts'

/** The port `Files` over people's folders. */
export function createFiles(workspace: Workspace): Files {
  return {
    async open({ ownerId, location, path }: FileAt) {
      const folder = location === 'shared' ? workspace.shared() : workspace.user(ownerId)
      const mime = await folder.sniff(path)
      const { bytes, stream, [Symbol.asyncDispose]: close } = await folder.openRead(path)
      return { name: nameOf(path), mime, bytes, stream, [Symbol.asyncDispose]: () => close() }
    },
  }
}

function nameOf(path: string): string {
  const name = cleanText(path.split('/').at(-1) ?? '').replace(/["\\\p{C}]/gu, '_')
  return name.length <= 120 ? name || 'file' : `${name.slice(0, 60)}…${name.slice(-50)}`.toWellFormed()
}
