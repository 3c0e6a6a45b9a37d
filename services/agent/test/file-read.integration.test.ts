import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf, toolWorld } from './tool-world.ts'

describe('a large file, read part by part', () => {
  async function readAll(bytes: Buffer): Promise<string> {
    await using world = await toolWorld()
    mkdirSync(join(world.mine, 'files'), { recursive: true })
    writeFileSync(join(world.mine, 'files/it'), bytes)
    let all = ''
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const output = outputOf(await world.call('file_read', { path: 'files/it', offset }))
      all += String(output['text'])
      offset = output['next_offset'] as number | undefined
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
