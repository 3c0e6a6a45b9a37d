import { readdir, symlink, truncate } from 'node:fs/promises'
import { canary, me, other, useAccountWorld } from './account-world.ts'
import { unzip } from './look-everywhere.ts'

describe('/export', () => {
  const world = useAccountWorld()

  test('a zip with their rows and files and nothing of anybody else, sent from their cache', async () => {
    await world.aTalk(me, canary)
    await world.aTalk(other, 'somebody else')
    await world.put('files/notes/Über mich.txt', canary)
    await world.put('cache/photo.jpg', 'x'.repeat(700_000))
    await world.put('files/empty', '')
    await world.put('cache/20200101-000000_aika-export.zip', 'an old export')
    await symlink('/etc/passwd', world.mine('files/link'))

    const [reply, ...more] = await world.ask(world.aTask('export'))

    expect(more).toEqual([])
    expect(reply).toMatchObject({
      replyId: 'export-tg-1-900',
      chatId: me,
      body: { kind: 'file', file: { ownerId: me, location: 'user' } },
    })
    const path = reply!.body.kind === 'file' ? reply!.body.file.path : ''
    expect(path).toMatch(/^cache\/\d{8}-\d{6}_aika-export\.zip$/)
    expect((await readdir(world.mine('cache'))).sort()).toEqual(
      [path.slice('cache/'.length), 'photo.jpg'].sort(),
    )
    const found = await unzip(world.mine(path))
    expect(found['files/files/notes/Über mich.txt']).toBe(canary)
    expect(found['files/files/empty']).toBe('')
    expect(found['files/cache/photo.jpg']).toHaveLength(700_000)
    expect(Object.keys(found).filter((name) => name.includes('export') || name.includes('link'))).toEqual([])
    expect(found['about.txt']).toContain('files/link')
    expect(JSON.parse(found['data/Note.json']!)).toMatchObject([{ userId: me, text: canary }])
    expect(JSON.parse(found['data/TurnStep.json']!)).toHaveLength(1)
    expect(JSON.parse(found['data/Reminder.json']!)).toEqual([])
    expect(JSON.stringify(found)).not.toContain('somebody else')
  })

  test('more than Telegram takes: several zips, and a word on what is larger still', async () => {
    for (const [path, megabytes] of [
      ['files/a', 40],
      ['files/b', 40],
      ['files/film', 60],
    ] as const) {
      await world.put(path, '')
      await truncate(world.mine(path), megabytes * 2 ** 20)
    }

    const replies = await world.ask(world.aTask('export'))

    expect(replies.map(({ replyId }) => replyId).sort()).toEqual([
      'export-tg-1-900',
      'export-tg-1-900-2',
      'export-tg-1-900-note',
    ])
    const note = replies.find(({ replyId }) => replyId.endsWith('note'))!.body
    expect(note.kind === 'notice' && note.markdown).toMatch(/`files\/film` \(60 MB\)/)
    expect(
      (await readdir(world.mine('cache'))).filter((name) => /_aika-export-[12]\.zip$/.test(name)),
    ).toHaveLength(2)
  })

  test('somebody who never wrote anything: an export of nothing, not an error', async () => {
    const [reply] = await world.ask(world.aTask('export'))

    const path = reply!.body.kind === 'file' ? reply!.body.file.path : ''
    expect(JSON.parse((await unzip(world.mine(path)))['data/Turn.json']!)).toEqual([])
  })
})
