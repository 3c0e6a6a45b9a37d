import { readFile } from 'node:fs/promises'
import { widthsOfPictures } from '../browser/in-page.ts'
import { png } from '../browser/pictures.ts'
import { screenshot, useBrowser, type DemoPage } from './support/browser.ts'
import { sandboxesGone } from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { standInsUrl } from './support/project.ts'
import { useStack } from './support/stack.ts'

const ray = 1001
const alice = 1002

describe('a person in their browser, with the whole system behind the page', () => {
  useStack()
  const browser = useBrowser(standInsUrl)

  const picture = { name: 'cat.png', mimeType: 'image/png', buffer: png(64, 48) }
  const bytes = picture.buffer.length

  /** As far as its header goes, speech: an Ogg page with an Opus head. */
  const voice = {
    name: 'hello.ogg',
    mimeType: 'audio/ogg',
    buffer: Buffer.concat([
      Buffer.from('OggS\0\u0002', 'latin1'),
      Buffer.alloc(22),
      Buffer.from('OpusHead'),
      Buffer.alloc(60),
    ]),
  }

  test('a picture with a question → the model sees it in the same turn (F-FILE 4)', async () => {
    const demo = await browser.open()
    await demo.attaches(picture)
    await demo.asks('what is this?', `I see an image: image/png, ${bytes} bytes`)
  })

  test('two pictures without words → silence; the next text takes both along, the one after that none (F-FILE 3)', async () => {
    const demo = await browser.open()
    const heard = await demo.heard.count()
    await demo.attaches(picture, { ...picture, name: 'dog.png' })
    await demo.send.click()

    const answer = await demo.asks('what are these?', 'I see an image')
    expect(await answer.locator('.body').innerText()).toMatch(
      new RegExp(`(I see an image: image/png, ${bytes} bytes\\s+){2}Attached files:`),
    )
    expect(await demo.heard.count()).toBe(heard + 1)
    const next = await demo.asks('and now?', 'You said: “and now?”')
    expect(await next.innerText()).not.toContain('I see')
  })

  test('a voice message → written down at once (F-FILE 3)', async () => {
    const demo = await browser.open()
    await demo.attaches(voice)
    await demo.send.click()

    await demo.hears(`You said: (transcription of ${voice.buffer.length} bytes of audio/ogg`)
  })

  test('a file larger than 20 MB → a plain word at once (F-FILE 2)', async () => {
    const demo = await browser.open()
    await demo.attaches({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(21 * 1024 * 1024) })
    await demo.send.click()

    await demo.hears('This file is too large for me')
  })

  test('“send me …” → a document comes down as it was written, a picture is seen (F-FILE 5)', async () => {
    const demo = await browser.open()
    await demo.asks('write files/page/hello.txt: hello from the page', 'I wrote files/page/hello.txt')
    await demo.asks('send me files/page/hello.txt', 'Here is files/page/hello.txt')
    const [saved] = await Promise.all([
      demo.page.waitForEvent('download'),
      demo.page.getByRole('link', { name: /hello\.txt/ }).last().click(), // prettier-ignore
    ])
    expect(await readFile(await saved.path(), 'utf8')).toBe('hello from the page\n')

    const base64 = png(33, 21).toString('base64')
    await demo.asks(`run: printf '${base64}' | base64 -d > files/page/dot.png; echo drawn`, /I ran[^]*drawn/)
    await demo.asks('send me files/page/dot.png', 'Here is files/page/dot.png')
    await demo.heard.locator('img').last().waitFor()
    await screenshot(demo.page, 'files')
    expect((await widthsOfPictures(demo.page, 'article:not(.mine) img')).at(-1)).toBe(33)
  })

  test('an overwrite → a card with its diff; Deny leaves the file, Approve writes it (F-PERM 2, 3)', async () => {
    const demo = await browser.open()
    const path = 'files/page/shopping.md'
    await demo.asks(`run: mkdir -p files/page && echo oat milk > ${path} && echo bought`, /I ran[^]*bought/)

    const first = await demo.asks(`write ${path}: soy milk`, 'Overwrite a file')
    expect(await first.locator('.line.del').innerText()).toMatch(/^-oat milk/)
    expect(await first.locator('.line.ins').innerText()).toMatch(/^\+soy milk/)
    await screenshot(demo.page, 'approval')
    await first.getByRole('button', { name: 'Deny' }).click()
    await demo.hears(`You said no, so I did not write ${path}`)
    expect(await fileOf(ray, path)).toBe('oat milk\n')
    expect(await first.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const second = await demo.asks(`write ${path}: soy milk`, /Overwrite a file[^]*Waits for your answer/)
    await second.getByRole('button', { name: 'Approve' }).click()
    await demo.hears(`I wrote ${path}`)
    expect(await fileOf(ray, path)).toBe('soy milk\n')
  })

  test('a message to somebody else → sent after a yes, and only they hear it (F-TOOL, F-PERM 2)', async () => {
    const demo = await browser.open()
    const card = await demo.asks(`tell ${alice}: the cake is ready`, 'Write to')
    await demo.speakAs('Alice')
    expect(await demo.heard.filter({ hasText: 'the cake is ready' }).count()).toBe(0)

    await demo.speakAs('Ray')
    await card.getByRole('button', { name: 'Approve' }).click()
    await demo.hears(`I told ${alice}`)
    await demo.speakAs('Alice')
    await demo.hears('the cake is ready')
  })

  test('Stop under a running command → “Stopped”, and the command is dead (F-CHAT 6)', async () => {
    const demo = await browser.open()
    await demo.writes('run: echo begun > files/begun.txt; sleep 100')
    await stopButton(demo).waitFor()
    await screenshot(demo.page, 'stop')
    await stopButton(demo).click()

    await demo.hears('Stopped.')
    await sandboxesGone(ray)
  })

  test('a reminder → its exact time at once, itself when it is due; Change and Undo (F-TIME)', async () => {
    const demo = await browser.open()
    const set = await demo.asks('remind me in 5s to stretch', /I will remind you:.*stretch/s)
    expect(await set.getByRole('button').allInnerTexts()).toEqual(expect.arrayContaining(['Undo', 'Change']))
    await demo.hears(/^\W*⏰ stretch/)
    await screenshot(demo.page, 'reminder')

    const later = await demo.asks('remind me in 2h to eat', /I will remind you:.*eat/s)
    await later.getByRole('button', { name: 'Change' }).click()
    await demo.hears('When instead?')
    const changed = await demo.asks('in 3h', /I will remind you:.*eat/s)
    await changed.getByRole('button', { name: 'Undo' }).click()
    await demo.hears('Cancelled: eat')
  })

  test('“/” → the commands of one’s role (F-CMD)', async () => {
    const demo = await browser.open()
    await demo.box.fill('/pan')
    await demo.page.locator('#menu button', { hasText: '/panic' }).waitFor()
    await demo.box.fill('')
    await demo.speakAs('Alice')
    await demo.box.fill('/')
    await demo.page.locator('#menu button', { hasText: '/help' }).waitFor()
    expect(await demo.page.locator('#menu button', { hasText: '/panic' }).count()).toBe(0)
  })

  /** Telegram's own under a draft, or the inline one of a message that is edited. */
  function stopButton({ page }: DemoPage) {
    return page.getByRole('button', { name: 'Stop', exact: true }).last()
  }
})
