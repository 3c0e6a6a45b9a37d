import { Telegraf, TelegramError } from 'telegraf'
import { DEMO_BOT_TOKEN, startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns()
})
afterEach(() => standIns[Symbol.asyncDispose]())

interface Envelope {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
}

async function call(method: string, params: object = {}, token = DEMO_BOT_TOKEN): Promise<Envelope> {
  const response = await fetch(`${standIns.url}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  const envelope = (await response.json()) as Envelope
  expect(response.status).toBe(envelope.ok ? 200 : envelope.error_code)
  return envelope
}

type Updates = { update_id: number; message?: { text: string } }[]
const updates = async (params: object = {}) => (await call('getUpdates', params)).result as Updates

describe('a clock of the test', () => {
  test('messages of people and of the bot: are dated by it', async () => {
    const date = Date.parse('2026-03-01T09:00:00Z') / 1_000
    await using dated = await startStandIns({ now: () => new Date(date * 1_000) })

    const { message } = dated.telegram.sendText(1001, 'hello')
    const answer = await fetch(`${dated.url}/bot${DEMO_BOT_TOKEN}/sendMessage?chat_id=1001&text=hi`)

    expect(message.date).toBe(date)
    expect(await answer.json()).toMatchObject({ result: { date } })
  })
})

describe('getUpdates', () => {
  test('an offset: confirms what is below it and nothing else', async () => {
    for (const text of ['a', 'b', 'c']) standIns.telegram.sendText(1001, text)

    const [first, second] = await updates({ limit: 2 })
    expect([first?.message?.text, second?.message?.text]).toEqual(['a', 'b'])
    expect(await updates({ offset: second!.update_id })).toHaveLength(2)
    expect(standIns.telegram.pendingUpdates().pending).toBe(2)
  })

  test('a negative offset: gives the end of the queue and forgets the rest', async () => {
    for (const text of ['a', 'b', 'c']) standIns.telegram.sendText(1001, text)

    expect((await updates({ offset: -1 })).map(({ message }) => message?.text)).toEqual(['c'])
    expect(standIns.telegram.pendingUpdates().pending).toBe(1)
  })

  test('a held poll: ends when something comes', async () => {
    const poll = updates({ timeout: 50 })
    await untilPolling()
    standIns.telegram.sendText(1001, 'now')

    expect((await poll).map(({ message }) => message?.text)).toEqual(['now'])
  })

  test('a second poller: the older one gets the conflict', async () => {
    const older = call('getUpdates', { timeout: 50 })
    await untilPolling()
    const younger = updates({ timeout: 50, offset: 1 })

    expect(await older).toMatchObject({
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
    standIns.telegram.sendText(1001, 'for the younger')
    expect(await younger).toHaveLength(1)
  })

  test('allowed_updates: hold from then on for new updates, and are remembered', async () => {
    await updates({ allowed_updates: ['callback_query'] })
    standIns.telegram.sendText(1001, 'dropped')
    await updates({ offset: 1 })
    standIns.telegram.sendText(1001, 'dropped too')
    expect(await updates({ offset: 2, allowed_updates: [] })).toEqual([])

    standIns.telegram.sendText(1001, 'kept')
    expect(await updates({ offset: 3 })).toHaveLength(1)
  })

  test('a webhook: refuses polls until it is deleted', async () => {
    await call('setWebhook', { url: 'https://bot.example/hook' })
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 })
    await call('deleteWebhook')
    expect(await call('getUpdates')).toMatchObject({ ok: true })
  })

  async function untilPolling() {
    while (!standIns.telegram.pendingUpdates().polling) await new Promise(setImmediate)
  }
})

describe('what Telegram refuses', () => {
  beforeEach(() => void standIns.telegram.sendText(1001, 'hello'))
  const send = (params: object) => call('sendMessage', { chat_id: 1001, text: 'x', ...params })

  test.each([
    [{ text: ' ' }, 'Bad Request: message text is empty'],
    [{ text: 'x'.repeat(4_097) }, 'Bad Request: message is too long'],
    [{ text: '<b>x', parse_mode: 'HTML' }, /^Bad Request: can't parse entities: /],
    [{ chat_id: 5 }, 'Bad Request: chat not found'],
    [{ reply_parameters: { message_id: 99 } }, 'Bad Request: message to be replied not found'],
    [{ reply_markup: keyboard('x'.repeat(65)) }, 'Bad Request: BUTTON_DATA_INVALID'],
    [{ reply_markup: keyboard('é'.repeat(33)) }, 'Bad Request: BUTTON_DATA_INVALID'],
    [{ reply_markup: { inline_keyboard: [[{ text: 'x' }]] } }, /Text buttons are unallowed/],
  ])('sendMessage %j', async (params, description) => {
    const answer = await send(params)
    expect(answer.error_code).toBe(400)
    expect(answer.description).toEqual(
      typeof description === 'string' ? description : expect.stringMatching(description),
    )
    expect(standIns.telegram.transcript(1001)).toHaveLength(1)
  })

  test('an edit that changes nothing, of a message that is not there, of a message of somebody else', async () => {
    const { result } = await send({ text: '<b>x</b>', parse_mode: 'HTML' })
    const edit = (message_id: number, text: string) =>
      call('editMessageText', { chat_id: 1001, message_id, text, parse_mode: 'HTML' })
    const { message_id } = result as { message_id: number }

    expect(await edit(message_id, '<strong>x</strong> ')).toMatchObject({
      description: expect.stringMatching(/^Bad Request: message is not modified: /) as string,
    })
    expect(await edit(message_id, 'x')).toMatchObject({ ok: true })
    expect(await edit(77, 'x')).toMatchObject({ description: 'Bad Request: message to edit not found' })
    expect(await edit(1, 'x')).toMatchObject({ description: "Bad Request: message can't be edited" })
  })

  test('an unknown callback, and one that is answered already', async () => {
    const old = 'Bad Request: query is too old and response timeout expired or query ID is invalid'
    await send({ reply_markup: keyboard('yes') })
    const { callbackQueryId } = standIns.telegram.press({ userId: 1001, data: 'yes' })
    const answer = (id: string) => call('answerCallbackQuery', { callback_query_id: id })

    expect(await answer('1')).toMatchObject({ error_code: 400, description: old })
    expect(await answer(callbackQueryId)).toMatchObject({ result: true })
    expect(await answer(callbackQueryId)).toMatchObject({ description: old })
  })

  test('a draft in a group, a wrong action, a reaction outside the list', async () => {
    standIns.telegram.openGroup({ id: -100, type: 'supergroup', title: 'Both' }, [1001, 1002])
    expect(await call('sendMessageDraft', { chat_id: -100, draft_id: 1, text: 'x' })).toMatchObject({
      description: 'Bad Request: TEXTDRAFT_PEER_INVALID',
    })
    expect(await call('sendChatAction', { chat_id: 1001, action: 'thinking' })).toMatchObject({
      error_code: 400,
    })
    const reaction = [{ type: 'emoji', emoji: '✅' }]
    expect(await call('setMessageReaction', { chat_id: 1001, message_id: 1, reaction })).toMatchObject({
      description: 'Bad Request: REACTION_INVALID',
    })
  })

  test('an unknown method, a wrong token, a person who blocked the bot', async () => {
    expect(await call('sendTelepathy')).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    })
    expect(await call('getMe', {}, '7000000001:wrong')).toMatchObject({ error_code: 401 })
    standIns.telegram.block(1001, true)
    expect(await send({})).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
  })

  function keyboard(callback_data: string) {
    return { inline_keyboard: [[{ text: 'Go', callback_data }]] }
  }
})

describe('parameters', () => {
  test('any verb, any case of the method, query, form and JSON text for objects', async () => {
    standIns.telegram.sendText(1001, 'hello')
    const base = `${standIns.url}/bot${DEMO_BOT_TOKEN}`
    const markup = JSON.stringify({ inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] })

    await fetch(`${base}/SENDMESSAGE?chat_id=1001&text=query`)
    await fetch(`${base}/sendMessage`, {
      method: 'PUT',
      body: new URLSearchParams({ chat_id: '1001', text: 'form', reply_markup: markup }),
    })
    const form = new FormData()
    form.set('chat_id', '1001')
    form.set('caption', 'multipart')
    form.set('document', new Blob(['a,b\n']), 'täble.csv')
    await fetch(`${base}/sendDocument`, { method: 'POST', body: form })

    expect(standIns.telegram.transcript(1001, 1)).toMatchObject([
      { message_id: 2, text: 'query' },
      { message_id: 3, text: 'form', reply_markup: { inline_keyboard: [[{ callback_data: 'go' }]] } },
      { message_id: 4, caption: 'multipart', document: { file_name: 'täble.csv', file_size: 4 } },
    ])
  })
})

describe('faults', () => {
  beforeEach(() => void standIns.telegram.sendText(1001, 'hello'))
  const send = () => call('sendMessage', { chat_id: 1001, text: 'x' })

  test('a flood: 429 with retry_after, in the envelope and as a header', async () => {
    standIns.faults.add({
      party: 'telegram',
      method: 'sendMessage',
      kind: 'flood',
      retryAfterSeconds: 7,
      times: 1,
    })
    expect(await send()).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    })
    expect(await send()).toMatchObject({ ok: true })
  })

  test('a connection dropped after the effect: the message is there, the answer is not', async () => {
    standIns.faults.add({ party: 'telegram', method: 'sendMessage', kind: 'drop', when: 'after', times: 1 })
    await expect(send()).rejects.toThrow()
    expect(standIns.telegram.transcript(1001)).toHaveLength(2)
    expect(standIns.journal.entries({ method: 'sendMessage' })).toMatchObject([{ status: -1, chatId: 1001 }])
  })

  test('a connection dropped before the effect: nothing is there', async () => {
    standIns.faults.add({ party: 'telegram', kind: 'drop', times: 1 })
    await expect(send()).rejects.toThrow()
    expect(standIns.telegram.transcript(1001)).toHaveLength(1)
  })

  test('a call that hangs: is let go with the faults', async () => {
    standIns.faults.add({ party: 'telegram', kind: 'hang' })
    const hanging = send()
    while (standIns.journal.entries().length === 0) await new Promise(setImmediate)
    standIns.faults.clear()
    await expect(hanging).rejects.toThrow()
    expect(await send()).toMatchObject({ ok: true })
  })

  test('a status with a body that is not JSON: arrives as it is', async () => {
    standIns.faults.add({
      party: 'telegram',
      kind: 'status',
      status: 502,
      body: '<html>Bad Gateway</html>',
      times: 1,
    })
    const response = await fetch(`${standIns.url}/bot${DEMO_BOT_TOKEN}/getMe`)
    expect([response.status, await response.text()]).toEqual([502, '<html>Bad Gateway</html>'])
  })
})

describe('telegraf against the stand-in', () => {
  test('a bot with commands, buttons, files and downloads: works as with Telegram', async () => {
    const bot = new Telegraf(DEMO_BOT_TOKEN, { telegram: { apiRoot: standIns.url } })
    bot.command('start', (ctx) =>
      ctx.reply('Choose', { reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] } }),
    )
    bot.action('yes', async (ctx) => {
      await ctx.answerCbQuery('Noted')
      await ctx.editMessageText('<b>Chosen</b>', { parse_mode: 'HTML' })
    })
    bot.on('document', async (ctx) => {
      const link = await ctx.telegram.getFileLink(ctx.message.document.file_id)
      const content = await (await fetch(link)).text()
      await ctx.replyWithDocument({ source: Buffer.from(content.toUpperCase()), filename: 'loud.txt' })
    })
    const running = bot.launch({ allowedUpdates: ['message', 'callback_query'] })

    standIns.telegram.sendText(1001, '/start')
    await standIns.telegram.waitFor(1001, ({ text }) => text === 'Choose')
    const { callbackQueryId } = standIns.telegram.press({ userId: 1001, text: 'Yes' })
    const edited = await standIns.telegram.waitFor(1001, ({ text }) => text === 'Chosen')
    standIns.telegram.sendFile(1001, { bytes: Buffer.from('quiet'), name: 'q.txt', mime: 'text/plain' })
    const loud = await standIns.telegram.waitFor(1001, ({ document }) => document !== undefined)

    expect(edited).toMatchObject({ entities: [{ type: 'bold', offset: 0, length: 6 }] })
    expect(edited.reply_markup).toBeUndefined()
    expect(loud.document).toMatchObject({ file_name: 'loud.txt', file_size: 5 })
    expect(callbackQueryId).toBeTruthy()
    bot.stop()
    await running
  })

  test('a refusal: arrives as a TelegramError with its parameters', async () => {
    standIns.telegram.sendText(1001, 'hello')
    standIns.faults.add({ party: 'telegram', method: 'sendMessage', kind: 'flood', retryAfterSeconds: 3 })
    const { telegram } = new Telegraf(DEMO_BOT_TOKEN, { telegram: { apiRoot: standIns.url } })
    const error = await telegram.sendMessage(1001, 'x').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(TelegramError)
    expect(error).toMatchObject({ code: 429, parameters: { retry_after: 3 } })
  })
})

describe('drafts', () => {
  test("Telegram's own Stop: the bot is told which draft", async () => {
    standIns.telegram.sendText(1001, 'hello')
    await call('sendMessageDraft', { chat_id: 1001, draft_id: 8, text: 'Thin', can_stop: true })
    standIns.telegram.stopDraft(1001)
    expect((await updates()).at(-1)).toMatchObject({
      stopped_message_generation: { chat: { id: 1001 }, draft_id: 8 },
    })
  })
})

describe('groups', () => {
  test('privacy mode: the bot gets commands, mentions and replies to it', async () => {
    standIns.telegram.openGroup({ id: -100, type: 'supergroup', title: 'Both' }, [1001, 1002])
    await call('sendMessage', { chat_id: -100, text: 'I am here' })
    standIns.telegram.sendText(1001, 'among us', { chatId: -100 })
    standIns.telegram.sendText(1001, '@aika_demo_bot hi', { chatId: -100 })
    standIns.telegram.sendText(1002, 'to you', { chatId: -100, replyToMessageId: 1 })

    expect((await updates()).map(({ message }) => message?.text)).toEqual(['@aika_demo_bot hi', 'to you'])
  })
})

describe('latency', () => {
  test('answers that repeat the text: are paired with it, edits of one message count once', async () => {
    standIns.telegram.sendText(1001, 'm-1')
    standIns.telegram.sendText(1001, 'm-10')
    await call('sendMessage', { chat_id: 1001, text: 'answer to m-1…' })
    await call('editMessageText', { chat_id: 1001, message_id: 3, text: 'answer to m-1.' })

    const response = await fetch(`${standIns.url}/control/latency?pair=contains`)
    const figures = (await response.json()) as Record<string, number>
    expect(figures).toMatchObject({ updates: 2, answered: 1, unanswered: 1, repeated: 0, outOfOrder: 0 })
    expect(figures['p50']).toBeGreaterThan(0)
  })
})
