import { DEMO_BOT_TOKEN, startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns({ acquainted: [1001, 1002] })
})
afterEach(() => standIns[Symbol.asyncDispose]())

interface Envelope {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
}

async function call(method: string, params: object = {}): Promise<Envelope> {
  const response = await fetch(`${standIns.url}/bot${DEMO_BOT_TOKEN}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as Envelope
}

async function control<Answer>(path: string, body?: object): Promise<Answer> {
  const init = { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${standIns.url}/control/${path}`, body ? init : {})
  return (await response.json()) as Answer
}

const updates = async () => (await call('getUpdates')).result as Record<string, unknown>[]
const keyboard = { inline_keyboard: [[{ text: 'Yes', callback_data: 'ok:1' }]] }

describe('presses nobody was offered', () => {
  test('forged data, by anybody, on any message: reaches the bot as a press', async () => {
    await call('sendMessage', { chat_id: 1001, text: 'sure?', reply_markup: keyboard })
    await call('editMessageReplyMarkup', { chat_id: 1001, message_id: 1 })
    const press = { userId: 1002, chatId: 1001, messageId: 1, data: 'ok:1', forged: true }
    await control('telegram/presses', press)
    expect(await updates()).toMatchObject([
      { callback_query: { from: { id: 1002 }, data: 'ok:1', message: { message_id: 1 } } },
    ])
  })

  test('the same without saying that it is forged: is no press', async () => {
    await call('sendMessage', { chat_id: 1001, text: 'sure?' })
    const press = { userId: 1001, messageId: 1, data: 'ok:1' }
    expect(await control('telegram/presses', press)).toEqual({ error: 'no such button' })
  })
})

describe('drafts', () => {
  const draft = { chat_id: 1001, draft_id: 5, text: 'Once', can_stop: true }
  const shown = () =>
    control<{ draft?: { text: string; can_stop: boolean } }>('telegram/chats/1001/transcript')

  test('Stop: takes the draft away, and with keep_on_stop leaves it without its Stop', async () => {
    await call('sendMessageDraft', draft)
    standIns.telegram.stopDraft(1001)
    expect((await shown()).draft).toBeUndefined()

    await call('sendMessageDraft', { ...draft, keep_on_stop: true })
    standIns.telegram.stopDraft(1001)
    expect((await shown()).draft).toMatchObject({ text: 'Once', can_stop: false })
    expect(() => standIns.telegram.stopDraft(1001)).toThrow(/no draft/)
    expect(await updates()).toMatchObject([
      { stopped_message_generation: { draft_id: 5, chat: { id: 1001 } } },
      { stopped_message_generation: { draft_id: 5 } },
    ])
  })

  test('outside private chats: are refused', async () => {
    standIns.telegram.openGroup({ id: -5, type: 'supergroup', title: 'Us' }, [1001])
    expect(await call('sendMessageDraft', { ...draft, chat_id: -5 })).toMatchObject({
      error_code: 400,
      description: 'Bad Request: TEXTDRAFT_PEER_INVALID',
    })
  })

  test('an older server: does not know them', async () => {
    await control('telegram', { drafts: 'off' })
    expect(await call('sendMessageDraft', draft)).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    })
    expect(await call('sendMessage', { chat_id: 1001, text: 'still here' })).toMatchObject({ ok: true })
  })
})

describe('rich messages', () => {
  const rich = { chat_id: 1001, rich_message: { markdown: '**hello**' } }

  test('are shown as they came, and can be edited', async () => {
    await call('sendRichMessage', rich)
    const edit = { chat_id: 1001, message_id: 1, rich_message: { markdown: 'bye' } }
    expect(await call('editMessageText', edit)).toMatchObject({ ok: true })
    expect(standIns.telegram.transcript(1001)).toMatchObject([{ rich_message: { markdown: 'bye' } }])
  })

  test('over 32,768 characters: are refused', async () => {
    const long = { chat_id: 1001, rich_message: { markdown: 'x'.repeat(32_769) } }
    expect(await call('sendRichMessage', long)).toMatchObject({ error_code: 400 })
  })

  test('a server that takes none, and one that does not know them: say so', async () => {
    await control('telegram', { rich: 'refused' })
    expect(await call('sendRichMessage', rich)).toMatchObject({ error_code: 400 })
    await control('telegram', { rich: 'off' })
    expect(await call('sendRichMessage', rich)).toMatchObject({ error_code: 404 })
    await call('sendMessage', { chat_id: 1001, text: 'a' })
    const edit = { chat_id: 1001, message_id: 1, rich_message: { markdown: 'bye' } }
    expect((await call('editMessageText', edit)).description).toMatch(/text is empty/)
  })
})

describe('menus and keyboards', () => {
  const commands = (name: string) => ({ commands: [{ command: name, description: 'x' }] })

  test('each person sees the commands of the narrowest scope, in their language', async () => {
    await call('setMyCommands', commands('help'))
    await call('setMyCommands', { ...commands('hilfe'), language_code: 'de' })
    await call('setMyCommands', { ...commands('panic'), scope: { type: 'chat', chat_id: 1001 } })
    const menu = async (userId: number) =>
      (await control<{ commands: { command: string }[] }>(`telegram/commands?user=${userId}`)).commands.map(
        ({ command }) => command,
      )

    expect(await menu(1001)).toEqual(['panic'])
    expect(await menu(1002)).toEqual(['help'])
    standIns.telegram.putUser({ id: 1002, language_code: 'de' })
    expect(await menu(1002)).toEqual(['hilfe'])
  })

  test('force_reply: is taken with a new message and not with an edit', async () => {
    const reply_markup = { force_reply: true, input_field_placeholder: 'tomorrow 9am' }
    expect(await call('sendMessage', { chat_id: 1001, text: 'When?', reply_markup })).toMatchObject({
      ok: true,
    })
    const edit = { chat_id: 1001, message_id: 1, text: 'When then?', reply_markup }
    expect(await call('editMessageText', edit)).toMatchObject({
      description: 'Bad Request: inline keyboard expected',
    })
  })
})

describe('a second poller', () => {
  test('ends the bot’s poll with a conflict, and takes no update away', async () => {
    const poll = call('getUpdates', { timeout: 50 })
    while (!standIns.telegram.pendingUpdates().polling) await new Promise(setImmediate)
    const over = standIns.telegram.pollElsewhere(0.3)

    expect(await poll).toMatchObject({ error_code: 409 })
    standIns.telegram.sendText(1001, 'mine')
    await over
    expect(await updates()).toMatchObject([{ message: { text: 'mine' } }])
  })
})
