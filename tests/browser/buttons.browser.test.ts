import { startStandIns, type StandIns } from '../../packages/stand-ins/src/index.ts'
import { useBrowser } from '../e2e/support/browser.ts'
import { ScriptedBot } from './scripted-bot.ts'

const ray = 1001
const alice = 1002

let standIns: StandIns
let bot: ScriptedBot
beforeEach(async () => {
  standIns = await startStandIns({ acquainted: [ray, alice], demoPort: 0 })
  bot = new ScriptedBot(standIns)
})
afterEach(() => standIns[Symbol.asyncDispose]())

describe('the demo page: buttons, drafts and commands', () => {
  const browser = useBrowser(() => standIns.demoUrl!)
  const rows = {
    inline_keyboard: [
      [
        { text: 'Approve', callback_data: 'ok:1', style: 'success' },
        { text: 'Deny', callback_data: 'no:1', style: 'danger' },
      ],
      [{ text: 'Always', callback_data: 'always:1' }],
    ],
  }
  const card =
    'Write a file?\n<pre><code class="language-diff">-oat &lt;milk&gt;\n+soy milk</code></pre>\n<b>Why</b>'

  test('a card: its diff is coloured, its button waits for the bot, and goes when the card is closed', async () => {
    const demo = await browser.open()
    const { message_id } = await bot.says(ray, card, { reply_markup: rows })
    const shown = await demo.hears('Write a file?')
    expect(await shown.locator('.line.del').textContent()).toBe('-oat <milk>\n')
    expect(await shown.locator('.line.ins').textContent()).toBe('+soy milk\n')
    expect(await shown.locator('.keys > div').count()).toBe(2)

    await shown.getByRole('button', { name: 'Approve' }).click()
    const { callback_query: press } = await bot.getsOne()
    expect(press).toMatchObject({ data: 'ok:1', from: { id: ray }, message: { message_id } })
    await shown.locator('button[aria-busy="true"]', { hasText: 'Approve' }).waitFor()

    await bot.call('answerCallbackQuery', { callback_query_id: press!.id, text: 'Running it' })
    await shown.locator('button[data-state="answered"]', { hasText: 'Approve' }).waitFor()
    await demo.page.getByText('Running it').waitFor()
    await bot.call('editMessageText', { chat_id: ray, message_id, text: 'Approved by Ray' })
    await (await demo.hears('Approved by Ray')).getByText('edited').waitFor()
    expect(await shown.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  })

  test('a press by keyboard alone: Tab to the button, Enter', async () => {
    const demo = await browser.open()
    await bot.says(ray, 'Continue?', {
      reply_markup: { inline_keyboard: [[{ text: 'Continue', callback_data: 'go' }]] },
    })
    await (await demo.hears('Continue?')).getByRole('button', { name: 'Continue' }).focus()
    await demo.page.keyboard.press('Enter')

    expect((await bot.getsOne()).callback_query).toMatchObject({ data: 'go' })
  })

  test('a draft: grows in its bubble, its own Stop stops it, and the answer takes its place', async () => {
    const demo = await browser.open()
    const draft = { chat_id: ray, draft_id: 7, can_stop: true }
    await bot.call('sendMessageDraft', { ...draft, text: '' })
    await demo.draft.getByText('Thinking…').waitFor()
    await bot.call('sendMessageDraft', { ...draft, text: 'Once upon' })
    await bot.call('sendMessageDraft', { ...draft, text: 'Once upon a time' })
    await demo.draft.getByText('Once upon a time').waitFor()
    expect(await demo.draft.count()).toBe(1)

    await demo.draft.getByRole('button', { name: 'Stop' }).click()
    expect((await bot.getsOne()).stopped_message_generation).toMatchObject({ draft_id: 7 })
    await demo.draft.waitFor({ state: 'detached' })
    await bot.call('sendMessageDraft', { ...draft, text: 'Again' })
    await demo.draft.getByText('Again').waitFor()
    await bot.says(ray, 'Stopped.')
    await demo.hears('Stopped.')
    expect(await demo.draft.count()).toBe(0)
  })

  test('a question by force_reply: the answer quotes it, once', async () => {
    const demo = await browser.open()
    const reply_markup = { force_reply: true, input_field_placeholder: 'tomorrow 9am' }
    const { message_id } = await bot.says(ray, 'When instead?', { reply_markup })
    await demo.page.getByText('Reply to When instead?').waitFor()
    expect(await demo.page.locator('#text').getAttribute('placeholder')).toBe('tomorrow 9am')
    await demo.writes('in 2h')
    await demo.writes('thanks')

    const [answer, next] = (await bot.gets(2)).map(({ message }) => message!)
    expect(answer).toMatchObject({ text: 'in 2h', reply_to_message: { message_id } })
    expect(next).not.toHaveProperty('reply_to_message')
  })

  test('a question by force_reply that came before the page was opened: is open as well', async () => {
    await bot.says(ray, 'When instead?', { reply_markup: { force_reply: true } })
    const demo = await browser.open()
    await demo.page.getByText('Reply to When instead?').waitFor()
  })

  test('any message can be replied to; Escape thinks better of it', async () => {
    const demo = await browser.open()
    await bot.says(ray, 'A fact.')
    const fact = await demo.hears('A fact.')
    const reply = fact.getByRole('button', { name: 'Reply to this message' })
    await fact.hover()
    await reply.click()
    await demo.box.press('Escape')
    expect(await demo.page.getByText('Reply to A fact.').count()).toBe(0)

    await fact.hover()
    await reply.click()
    await demo.writes('are you sure?')
    expect((await bot.getsOne()).message).toMatchObject({ reply_to_message: { text: 'A fact.' } })
  })

  test('“/”: opens the person’s own menu, which the arrow keys and Enter use', async () => {
    const command = (name: string) => ({ command: name, description: `does ${name}` })
    await bot.call('setMyCommands', { commands: [command('help'), command('reminders')] })
    const scope = { type: 'chat', chat_id: ray }
    await bot.call('setMyCommands', { commands: [command('panic')], scope })
    const demo = await browser.open()
    const menu = demo.page.locator('#menu button')

    await demo.box.fill('/')
    expect(await menu.allTextContents()).toEqual(['/panicdoes panic'])
    await demo.box.fill('')
    await demo.speakAs('Alice')
    await demo.box.fill('/')
    expect(await menu.count()).toBe(2)
    await demo.box.press('ArrowDown')
    await demo.page.keyboard.press('ArrowDown')
    await demo.page.keyboard.press('Enter')

    expect((await bot.getsOne()).message).toMatchObject({ text: '/reminders', from: { id: alice } })
  })

  test('Ray and Alice: each sees their own chat, and what came meanwhile is counted', async () => {
    const demo = await browser.open()
    await bot.says(alice, 'For Alice alone')
    await demo.page.getByLabel('1 unread').waitFor()
    expect(await demo.heard.count()).toBe(0)
    await demo.speakAs('Alice')
    await demo.hears('For Alice alone')
    expect(await demo.page.getByLabel('1 unread').count()).toBe(0)
  })
})
