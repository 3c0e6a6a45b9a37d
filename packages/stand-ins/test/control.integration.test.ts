import { Script } from 'node:vm'
import { DEMO_BOT_TOKEN, startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns({ demoPort: 0 })
})
afterEach(() => standIns[Symbol.asyncDispose]())

async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${standIns.url}/control${path}`, {
    method,
    body: body && JSON.stringify(body),
  })
  return { status: response.status, ...((await response.json()) as object) } as Answer
}
const bot = (method: string, params: Record<string, string> = {}) =>
  fetch(`${standIns.url}/bot${DEMO_BOT_TOKEN}/${method}?${new URLSearchParams(params).toString()}`)

describe('the control API', () => {
  test('a conversation: is driven and read over HTTP', async () => {
    await control('POST', '/telegram/messages', { userId: 1001, text: '/start' })
    const waiting = control('GET', '/telegram/wait?chat=1001&match=^wel&timeoutMs=5000')
    const keyboard = JSON.stringify({ inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] })
    await bot('sendMessage', {
      chat_id: '1001',
      text: '<i>Welcome</i>',
      parse_mode: 'HTML',
      reply_markup: keyboard,
    })
    await bot('sendChatAction', { chat_id: '1001', action: 'typing' })

    expect(await waiting).toMatchObject({ message: { text: 'Welcome' } })
    expect(await control('GET', '/telegram/chats/1001/transcript?after=1')).toMatchObject({
      typing: true,
      messages: [{ message_id: 2, entities: [{ type: 'italic', offset: 0, length: 7 }] }],
    })
    const { callbackQueryId } = await control<{ callbackQueryId: string }>('POST', '/telegram/presses', {
      userId: 1001,
      text: 'Go',
    })
    await bot('answerCallbackQuery', { callback_query_id: callbackQueryId, text: 'Going' })
    expect(await control('GET', `/telegram/callbacks/${callbackQueryId}`)).toMatchObject({
      answered: true,
      text: 'Going',
    })
    expect(await control('GET', '/journal/counts')).toMatchObject({ 'telegram.sendMessage': 1 })
  })

  test('a file: goes in as base64 and comes out as bytes', async () => {
    const { message } = await control<{ message: { document: { file_id: string } } }>(
      'POST',
      '/telegram/messages',
      {
        userId: 1001,
        file: { name: 'a.txt', mime: 'text/plain', base64: Buffer.from('hello').toString('base64') },
      },
    )
    const response = await fetch(`${standIns.url}/control/telegram/files/${message.document.file_id}`)
    expect(await response.text()).toBe('hello')
  })

  test('scripts, keys, faults and settings: take effect, and reset undoes them', async () => {
    await control('POST', '/gemini/scripts', {
      match: 'HELLO',
      replies: [{ text: 'scripted' }],
      repeat: true,
    })
    await control('POST', '/gemini/keys', { key: '*', kind: 'day' })
    await control('POST', '/faults', { party: 'telegram', method: 'getMe', kind: 'status', status: 502 })
    expect((await bot('getMe')).status).toBe(502)
    const ask = () =>
      fetch(`${standIns.url}/v1beta/models/gemini-3-flash-preview:generateContent`, {
        method: 'POST',
        headers: { 'x-goog-api-key': 'any' },
        body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
      })
    expect((await ask()).status).toBe(429)
    await control('POST', '/gemini/keys', { key: '*', kind: 'ok' })
    expect(await (await ask()).text()).toContain('scripted')

    await control('POST', '/reset')
    expect((await bot('getMe')).status).toBe(200)
    expect(await (await ask()).text()).toContain('rehearsal')
  })

  test('what it does not understand: is refused with a reason', async () => {
    expect(await control('POST', '/faults', { party: 'gemini', kind: 'gremlin' })).toMatchObject({
      status: 400,
      error: expect.stringContaining('kind') as string,
    })
    expect(await control('GET', '/nothing')).toMatchObject({ status: 404 })
    expect(await control('POST', '/telegram/presses', { userId: 1001, data: 'x' })).toMatchObject({
      status: 404,
    })
    expect(await control('GET', '/telegram/wait?chat=1001&timeoutMs=1')).toMatchObject({ status: 408 })
  })
})

describe('the demo page', () => {
  const demo = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${standIns.demoUrl}${path}`, { headers })

  test('the page: is one document that loads nothing from elsewhere', async () => {
    const response = await demo('/')
    const html = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(html).not.toMatch(/(?:src|href)="(?!data:|#)/)
    const script = /<script>([^]*)<\/script>/.exec(html)?.[1] ?? ''
    expect(() => new Script(script)).not.toThrow()
  })

  test('events: tell what happens in the chats', async () => {
    const response = await demo('/events')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    standIns.telegram.sendText(1002, 'hello')
    expect((await reader.read()).value).toMatch(/^data: {"kind":"message","chatId":1002,/)
    await reader.cancel()
  })

  test('another web site in the same browser: may not drive it', async () => {
    expect((await demo('/control/telegram/chats', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await demo('/control/telegram/chats', { origin: standIns.demoUrl! })).status).toBe(200)
  })
})
