import { startStandIns, type StandIns } from '../../packages/stand-ins/src/index.ts'
import { useBrowser } from '../e2e/support/browser.ts'
import { eventually } from '../e2e/support/eventually.ts'
import { pageWidth, redOfGroundAndText } from './in-page.ts'
import { ScriptedBot } from './scripted-bot.ts'

const ray = 1001

let standIns: StandIns
let bot: ScriptedBot
beforeEach(async () => {
  standIns = await startStandIns({ acquainted: [ray], demoPort: 0 })
  bot = new ScriptedBot(standIns)
})
afterEach(() => standIns[Symbol.asyncDispose]())

describe('the demo page: how it looks', () => {
  const browser = useBrowser(() => standIns.demoUrl!)

  test('a rich message: headings, lists, tables and code are what they are, markup stays text', async () => {
    const demo = await browser.open()
    const markdown =
      '# Plan\n\nSome **bold** and `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n' +
      '```js\nlet x = 1\n```\n\n<img src=x onerror="document.title=\'owned\'">'
    await bot.call('sendRichMessage', { chat_id: ray, rich_message: { markdown } })
    const shown = await demo.hears('Plan')

    expect(await shown.locator('h4').textContent()).toBe('Plan')
    expect(await shown.locator('b').textContent()).toBe('bold')
    expect(await shown.locator('li').allTextContents()).toEqual(['one', 'two'])
    expect(await shown.locator('td').allTextContents()).toEqual(['1', '2'])
    expect(await shown.locator('pre').textContent()).toBe('let x = 1')
    expect(await shown.locator('.rich img').count()).toBe(0)
    expect(await demo.page.title()).toBe('Aika demo')
  })

  test('on a phone: nothing sticks out sideways, and the newest message is in sight', async () => {
    const demo = await browser.open({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true })
    await bot.says(ray, `<pre>${'a very long line of code '.repeat(20)}</pre>`)
    await bot.says(ray, 'Sure?', {
      reply_markup: {
        inline_keyboard: [['Approve', 'Deny', 'Always'].map((text) => ({ text, callback_data: text }))],
      },
    })
    const shown = await demo.hears('Sure?')

    expect(await pageWidth(demo.page)).toBe(360)
    const deny = shown.getByRole('button', { name: 'Deny' })
    const place = (await deny.boundingBox())!
    expect(place.x + place.width).toBeLessThanOrEqual(360)
    expect(place.y + place.height).toBeLessThanOrEqual((await demo.box.boundingBox())!.y)
    await deny.tap()
    expect((await bot.getsOne()).callback_query).toMatchObject({ data: 'Deny' })
  })

  test('something takes room below: the newest message stays in sight', async () => {
    const demo = await browser.open({ viewport: { width: 600, height: 400 } })
    for (let line = 0; line < 12; line++) await bot.says(ray, `line ${line}`)
    const newest = await demo.hears('line 11')
    await demo.attaches({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') })
    await demo.page.getByRole('button', { name: 'Remove a.txt' }).waitFor()

    await eventually('the newest message is above the composer', async () => {
      const [message, foot] = await Promise.all([
        newest.boundingBox(),
        demo.page.locator('.foot').boundingBox(),
      ])
      return message!.y + message!.height <= foot!.y
    })
  })

  test('in the dark: the page is dark and its text light', async () => {
    const demo = await browser.open({ colorScheme: 'dark' })
    const [ground, text] = await redOfGroundAndText(demo.page)
    expect(ground).toBeLessThan(60)
    expect(text).toBeGreaterThan(200)
  })
})
