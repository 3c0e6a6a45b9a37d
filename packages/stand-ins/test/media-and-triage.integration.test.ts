import { ApiError, GoogleGenAI, type Content } from '@google/genai'
import Groq from 'groq-sdk'
import { startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns()
})
afterEach(() => standIns[Symbol.asyncDispose]())

describe('triage', () => {
  const model = 'openai/gpt-oss-120b'
  const content = 'TypeError: x is undefined\n  at services/bot/src/main.ts:12:3'
  const ask = async (more: object = {}) => {
    const client = new Groq({ apiKey: 'g1', baseURL: standIns.url, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content }]
    const { choices } = await client.chat.completions.create({ model, messages, ...more, stream: false })
    return choices[0]!.message.content!
  }

  test('a report: gets a cause and an idea for a patch, always the same', async () => {
    const told = await ask()
    expect(told).toMatch(/\*\*Cause\.\*\* .*TypeError.*services\/bot\/src\/main\.ts:12/)
    expect(told).toMatch(/\*\*Patch idea\.\*\* Handle that case/)
    expect(await ask()).toBe(told)
  })

  test('asked for another form: it is kept, and the report is found in its wrapping', async () => {
    const messages = [
      {
        role: 'system' as const,
        content: 'Reply in exactly this form:\nCAUSE: one sentence.\nPATCH:\n- ideas',
      },
      { role: 'user' as const, content: `<report>\n${JSON.stringify(`# ${content}`)}\n</report>` },
    ]
    expect(await ask({ messages })).toMatch(
      /^CAUSE: It looks like “TypeError: x is undefined”, raised in services\/bot\/src\/main\.ts:12\.\nPATCH:\n- Handle/,
    )
  })

  test('asked for JSON: it is an object with the properties that were asked for', async () => {
    expect(JSON.parse(await ask({ response_format: { type: 'json_object' } }))).toMatchObject({
      cause: expect.stringMatching(/TypeError/) as string,
      patch: expect.stringMatching(/^Handle/) as string,
    })
    const properties = { why: { type: 'string' }, fix_idea: { type: 'string' }, urgent: { type: 'boolean' } }
    const json_schema = { name: 'triage', schema: { type: 'object', properties } }
    expect(JSON.parse(await ask({ response_format: { type: 'json_schema', json_schema } }))).toMatchObject({
      fix_idea: expect.stringMatching(/^Handle/) as string,
      urgent: false,
    })
  })

  test('down: the model of the reports alone, while summaries go on', async () => {
    standIns.faults.add({ party: 'groq', model, kind: 'status', status: 503 })
    await expect(ask()).rejects.toThrow(/503/)
    expect(await ask({ model: 'qwen/qwen3-32b', reasoning_effort: 'none' })).toMatch(/^It was about/)
  })
})

describe('Gemini and media', () => {
  async function ask(contents: Content[]): Promise<string | undefined> {
    const httpOptions = { baseUrl: standIns.url, apiVersion: 'v1beta', fetch }
    const { models } = new GoogleGenAI({ apiKey: 'k1', httpOptions })
    return (await models.generateContent({ model: 'gemini-3-flash-preview', contents })).text
  }

  /** What Gemini said no with. */
  async function refusal(content: Content): Promise<unknown> {
    const error = await ask([content]).catch((caught: unknown) => caught)
    if (!(error instanceof ApiError)) throw new Error('was accepted', { cause: error })
    return (JSON.parse(error.message) as { error: unknown }).error
  }

  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40)]).toString('base64')
  const withData = (mimeType: string, data: string): Content => ({
    role: 'user',
    parts: [{ text: 'what is it?' }, { inlineData: { mimeType, data } }],
  })

  test('a picture: is seen, and the journal keeps its size and hash alone', async () => {
    expect(await ask([withData('image/png', png)])).toBe('I see an image: image/png, 48 bytes')
    const [entry] = standIns.journal.entries({ party: 'gemini' })
    expect(JSON.stringify(entry!.request)).not.toContain(png)
    expect(entry!.request).toMatchObject({
      contents: [{ parts: [{}, { inlineData: { mimeType: 'image/png', bytes: 48 } }] }],
    })
  })

  test.each([
    ['image/gif', png, /^Unsupported MIME type: image\/gif/],
    ['application/zip', png, /^Unsupported MIME type/],
    ['image/png', 'no base64!', /Base64 decoding failed/],
    ['image/jpeg', png, /^Unable to process input image/],
  ])('%s with %.12s: is refused', async (mimeType, data, why) => {
    expect(await refusal(withData(mimeType, data))).toMatchObject({
      code: 400,
      message: expect.stringMatching(why) as string,
    })
  })

  test('more than 20 MiB in one request: is refused', async () => {
    const sound = Buffer.alloc(16 * 1024 * 1024).toString('base64')
    expect(await refusal(withData('audio/ogg', sound))).toMatchObject({
      code: 400,
      message: expect.stringMatching(/payload size exceeds the limit/) as string,
    })
  })
})
