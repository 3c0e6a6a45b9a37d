import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { startStandIns, type StandIns } from '../../packages/stand-ins/src/index.ts'
import { useBrowser } from '../e2e/support/browser.ts'
import { giveFile, widthsOfPictures } from './in-page.ts'
import { png } from './pictures.ts'
import { ScriptedBot } from './scripted-bot.ts'

const ray = 1001

let standIns: StandIns
let bot: ScriptedBot
beforeEach(async () => {
  standIns = await startStandIns({ acquainted: [ray], demoPort: 0 })
  bot = new ScriptedBot(standIns)
})
afterEach(() => standIns[Symbol.asyncDispose]())

describe('the demo page: files', () => {
  const browser = useBrowser(() => standIns.demoUrl!)
  const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: png(120, 80) })

  test('two pictures with words: go as one album, the words with the first, and are seen in the chat', async () => {
    const demo = await browser.open()
    await demo.attaches(picture('one.png'), picture('two.png'))
    await demo.writes('what are these?')

    const [first, second] = (await bot.gets(2)).map(({ message }) => message!)
    expect(first).toMatchObject({ caption: 'what are these?', photo: expect.any(Array) as unknown[] })
    expect(second).not.toHaveProperty('caption')
    expect([first!['media_group_id']]).toEqual([second!['media_group_id']])
    await demo.said.locator('img').nth(1).waitFor()
    expect(await widthsOfPictures(demo.page, '.mine img')).toEqual([120, 120])
  })

  test('a picture and a document together: are no album, and each goes as what it is', async () => {
    const demo = await browser.open()
    const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hi') }
    await demo.attaches(picture('one.png'), notes)
    await demo.send.click()

    const messages = (await bot.gets(2)).map(({ message }) => message!)
    expect(messages[0]).toHaveProperty('photo')
    expect(messages[1]).toMatchObject({ document: { file_name: 'notes.txt', mime_type: 'text/plain' } })
    expect(messages[0]).not.toHaveProperty('media_group_id')
  })

  test('“as files”: a picture goes as a document with its name', async () => {
    const demo = await browser.open()
    await demo.attaches(picture('plan.png'))
    await demo.page.getByRole('checkbox', { name: /as files/ }).check()
    await demo.send.click()

    expect((await bot.getsOne()).message).toMatchObject({ document: { file_name: 'plan.png' } })
  })

  test('a picture that takes long to send, and words right after it: arrive in that order', async () => {
    const demo = await browser.open()
    await demo.page.route('**/telegram/messages', async (route) => {
      if (route.request().postData()!.length > 200) await pause(1_000)
      await route.continue()
    })
    await demo.attaches(picture('one.png'))
    await demo.send.click()
    await demo.writes('what is it?')

    const [first, second] = (await bot.gets(2)).map(({ message }) => message!)
    expect(first).toHaveProperty('photo')
    expect(second).toMatchObject({ text: 'what is it?' })
  })

  test('a voice file: arrives as a voice message', async () => {
    const demo = await browser.open()
    await demo.attaches({ name: 'hello.ogg', mimeType: 'audio/ogg', buffer: Buffer.from('OggS') })
    await demo.send.click()

    expect((await bot.getsOne()).message).toMatchObject({ voice: { mime_type: 'audio/ogg', file_size: 4 } })
  })

  test.each(['drop', 'paste'] as const)('files by %s: are attached', async (way) => {
    const demo = await browser.open()
    await giveFile(demo.page, way, 'täble.csv', 'a,b')
    await demo.page.getByRole('button', { name: 'Remove täble.csv' }).waitFor()
    await demo.writes('count the lines')

    expect((await bot.getsOne()).message).toMatchObject({
      caption: 'count the lines',
      document: { file_name: 'täble.csv', file_size: 3 },
    })
  })

  test('more than 20 MB: the bot is told the size and cannot fetch it', async () => {
    const demo = await browser.open()
    const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(21 * 1024 * 1024) }
    await demo.attaches(film)
    await demo.send.click()

    const { message } = await bot.getsOne()
    const { file_id, file_size } = message!['video'] as { file_id: string; file_size: number }
    expect(file_size).toBe(film.buffer.length)
    await expect(bot.call('getFile', { file_id })).rejects.toThrow(/file is too big/)
  })

  test('files from the bot: a picture is seen, a document comes down as it was', async () => {
    const demo = await browser.open()
    await bot.sendsFile(ray, 'photo', 'cat.png', png(200, 100))
    await bot.sendsFile(ray, 'document', 'report.txt', Buffer.from('all is well'))

    await demo.heard.locator('img').waitFor()
    expect(await widthsOfPictures(demo.page, 'article img')).toEqual([200])
    const [saved] = await Promise.all([
      demo.page.waitForEvent('download'),
      demo.page.getByRole('link', { name: /report\.txt/ }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('report.txt')
    expect(await readFile(await saved.path(), 'utf8')).toBe('all is well')
  })
})
