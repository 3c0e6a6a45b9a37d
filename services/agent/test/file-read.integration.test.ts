import { openWorkspace } from '@aika/workspace'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspaceFolders } from '../src/adapters/workspace-folders.ts'
import { fileRead } from '../src/domain/tools/file-read.ts'

describe('a large file, read part by part', () => {
  const userDir = mkdtempSync(join(tmpdir(), 'aika-files-'))
  const folders = workspaceFolders(openWorkspace({ userDir, sharedDir: userDir }))
  const context = {
    folder: (location: 'user' | 'shared') => folders.of(42, location),
    run: () => Promise.reject(new Error('no runs here')),
    maxTimeoutSeconds: 1,
  }

  async function readAll(bytes: Buffer): Promise<string> {
    mkdirSync(join(userDir, '42/files'), { recursive: true })
    writeFileSync(join(userDir, '42/files/it'), bytes)
    let all = ''
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const { response } = await fileRead.call({ path: 'files/it', offset }, context)
      const output = response['output'] as { text: string; next_offset?: number }
      all += output.text
      offset = output.next_offset
    }
    return all
  }

  test('of characters of several bytes: every one is whole', async () => {
    const text = '€👩‍👧é.'.repeat(4_000)

    expect(await readAll(Buffer.from(text))).toBe(text)
  })

  test('of another encoding than UTF-8: no byte is passed over', async () => {
    const bytes = Buffer.concat([Buffer.alloc(20_000, 0xe9), Buffer.from(' the end')])

    const text = await readAll(bytes)

    expect(text).toHaveLength(20_008)
    expect(text.endsWith('\ufffd the end')).toBe(true)
  })
})
