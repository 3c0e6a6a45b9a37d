import type { Attachment } from '@aika/store'
import type { Workspace } from '@aika/workspace'
import { workspaceMedia } from './workspace-media.ts'

const never = new AbortController().signal
const picture = (bytes: number) =>
  ({ path: 'cache/a.png', mime: 'image/png', bytes, state: 'ready' }) as Attachment
const workspace = {
  user: () => ({ readFile: async () => ({ bytes: Buffer.from('png'), totalBytes: 3 }) }),
} as unknown as Workspace

describe('pictures and sound for the model', () => {
  test('a turn that waits for room is stopped at once, and those behind it get theirs', async () => {
    const media = workspaceMedia(workspace)
    const stop = new AbortController()
    const first = await media.load(1, [picture(8_000_000)], never)
    const second = media.load(2, [picture(8_000_000)], stop.signal)
    const third = media.load(3, [picture(4_000_000)], never)

    stop.abort(new Error('stopped'))

    await expect(second).rejects.toThrow('stopped')
    expect((await third).parts).toHaveLength(1)
    first.release()
    await expect(media.load(4, [picture(8_000_000)], never)).resolves.toMatchObject({ parts: [{}] })
  })
})
