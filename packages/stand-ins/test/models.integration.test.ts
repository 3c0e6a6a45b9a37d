import { ApiError, GoogleGenAI, type Content } from '@google/genai'
import Groq from 'groq-sdk'
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
} from 'groq-sdk/resources/chat/completions'
import { startStandIns, type StandIns } from '../src/index.ts'

let standIns: StandIns
beforeEach(async () => {
  standIns = await startStandIns()
})
afterEach(() => standIns[Symbol.asyncDispose]())

const model = 'gemini-3-flash-preview'
const tools = [
  {
    functionDeclarations: [
      {
        name: 'run_shell',
        parametersJsonSchema: { type: 'object', properties: { cmd: { type: 'string' } } },
      },
      { name: 'file_list', parametersJsonSchema: { type: 'object', properties: {} } },
    ],
  },
]

function gemini(apiKey = 'k1') {
  const { models } = new GoogleGenAI({
    apiKey,
    httpOptions: { baseUrl: standIns.url, apiVersion: 'v1beta', fetch },
  })
  return {
    ask: (contents: Content[], more: object = {}) =>
      models.generateContent({ model, contents, config: { tools }, ...more }),
    stream: (contents: Content[]) => models.generateContentStream({ model, contents, config: { tools } }),
    models,
  }
}
const user = (text: string): Content => ({ role: 'user', parts: [{ text }] })

interface ErrorBody {
  error: { code: number; status: string; message: string; details?: Record<string, unknown>[] }
}

async function refusal(attempt: Promise<unknown>): Promise<ErrorBody['error']> {
  const error = await attempt.then(
    () => new Error('was accepted'),
    (caught: unknown) => caught,
  )
  if (!(error instanceof ApiError)) throw error as Error
  return (JSON.parse(error.message) as ErrorBody).error
}

describe('Gemini through its own SDK', () => {
  test('talk: streams in pieces, the last one with its reason and usage', async () => {
    const texts: (string | undefined)[] = []
    let last: unknown
    for await (const chunk of await gemini().stream([user('hello there')])) {
      texts.push(chunk.text)
      last = chunk
    }
    expect(texts.length).toBeGreaterThan(2)
    expect(texts.join('')).toMatch(/^Hello! I am \*\*Aika\*\*/)
    expect(last).toMatchObject({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: expect.any(Number) as number },
      modelVersion: model,
    })
  })

  test('the main job: asks for the tool, signed, and tells its result', async () => {
    const question = user('How many Python files do I have?')
    const asked = await gemini().ask([question])
    const content = asked.candidates![0]!.content!
    expect(content.parts).toMatchObject([
      {
        functionCall: { name: 'run_shell', args: { cmd: "find . -type f -name '*.py' | wc -l" } },
        thoughtSignature: expect.any(String) as string,
      },
    ])

    const told = await gemini().ask([question, content, answers([['run_shell', { output: '3\n' }]])])
    expect(told.text).toBe('You have **3** Python files.')
  })

  test('two wishes in one message: are parallel calls, only the first signed', async () => {
    const question = user('list my files and run: date')
    const { candidates } = await gemini().ask([question])
    const content = candidates![0]!.content!
    expect(content.parts!.map((part) => [part.functionCall?.name, Boolean(part.thoughtSignature)])).toEqual([
      ['file_list', true],
      ['run_shell', false],
    ])

    const results = answers([
      ['file_list', { output: { entries: [{ name: 'a.py' }, { name: 'b', type: 'directory' }] } }],
      ['run_shell', { output: { stdout: 'today\n', exitCode: 0 } }],
    ])
    const told = await gemini().ask([question, content, results])
    expect(told.text).toContain('- `a.py`\n- `b/`')
    expect(told.text).toContain('```\ntoday\n```')
  })

  test('history out of order: is refused as Gemini refuses it', async () => {
    const question = user('run: date')
    const { candidates } = await gemini().ask([question])
    const content = candidates![0]!.content!
    const [part] = content.parts!
    const result = answers([['run_shell', { output: 'x' }]])
    const { ask } = gemini()

    const unsigned = { role: 'model', parts: [{ functionCall: part!.functionCall! }] }
    expect(await refusal(ask([question, unsigned, result]))).toMatchObject({
      code: 400,
      status: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/missing a thought_signature .*`default_api:run_shell`/) as string,
    })
    const changed = { ...part!, functionCall: { name: 'run_shell', args: { cmd: 'id' } } }
    expect(await refusal(ask([question, { role: 'model', parts: [changed] }, result]))).toMatchObject({
      message: 'Corrupted thought signature.',
    })
    expect(await refusal(ask([question, content, user('and?')]))).toMatchObject({
      message: expect.stringMatching(/number of function response parts is equal/) as string,
    })
    expect(await refusal(ask([content, result]))).toMatchObject({
      message: expect.stringMatching(/function call turn comes immediately after a user turn/) as string,
    })
    expect(await refusal(ask([{ role: 'model', parts: [{ text: 'hi' }] }, question]))).toMatchObject({
      message: expect.stringMatching(/start with a user turn/) as string,
    })
  })

  test('earlier turns without signatures and the documented dummy: pass', async () => {
    const call = { functionCall: { name: 'run_shell', args: { cmd: 'date' } } }
    const result = answers([['run_shell', { output: 'x' }]])
    const skipped = { ...call, thoughtSignature: 'skip_thought_signature_validator' }
    const past: Content[] = [user('run: date'), { role: 'model', parts: [call] }, result]
    const told = { role: 'model', parts: [{ text: 'x' }] }

    await gemini().ask([...past, told, user('run: date'), { role: 'model', parts: [skipped] }, result])
  })

  test('keys: minute and day quotas, overload and bad keys, each in its own words', async () => {
    standIns.gemini.setKey('k1', { kind: 'minute', retryDelaySeconds: 34, times: 1 })
    standIns.gemini.setKey('k2', { kind: 'day' })
    standIns.gemini.setKey('k3', { kind: 'overloaded' })
    standIns.gemini.setKey('k4', { kind: 'invalid' })
    const ask = (key: string) => gemini(key).ask([user('hello')])

    const minute = await refusal(ask('k1'))
    expect(minute).toMatchObject({ code: 429, status: 'RESOURCE_EXHAUSTED' })
    expect(minute.details).toMatchObject([
      { violations: [{ quotaId: expect.stringMatching(/PerMinute/) as string }] },
      {},
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' },
    ])
    await ask('k1')
    expect((await refusal(ask('k2'))).details).toMatchObject([
      { violations: [{ quotaId: expect.stringMatching(/PerDay/) as string }] },
      {},
      {},
    ])
    expect(await refusal(ask('k3'))).toMatchObject({ code: 503, status: 'UNAVAILABLE' })
    expect(await refusal(ask('k4'))).toMatchObject({ code: 400, details: [{ reason: 'API_KEY_INVALID' }] })
  })

  test('a model that is gone: 404', async () => {
    standIns.gemini.setMode({ retired: [model] })
    expect(await refusal(gemini().ask([user('hello')]))).toMatchObject({ code: 404, status: 'NOT_FOUND' })
  })

  test('scripts: are used in order for texts that match, broken streams too', async () => {
    standIns.gemini.script({
      match: /weather/,
      replies: [
        { calls: [{ name: 'run_shell', args: { cmd: 'curl' } }] },
        { chunks: ['Sun', 'ny'], finishReason: null },
        { blockReason: 'SAFETY' },
        { chunks: ['a', 'b'], cutAfterChunks: 1 },
      ],
    })
    const question = [user('the weather?')]
    expect((await gemini().ask(question)).functionCalls).toMatchObject([{ name: 'run_shell' }])

    const chunks = await Array.fromAsync(await gemini().stream(question))
    expect(chunks.map(({ text }) => text)).toEqual(['Sun', 'ny'])
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBeUndefined()

    expect((await gemini().ask(question)).promptFeedback).toEqual({ blockReason: 'SAFETY' })
    await expect(Array.fromAsync(await gemini().stream(question))).rejects.toThrow('terminated')
    expect((await gemini().ask(question)).text).toMatch(/^You said/)
  })

  test('instant mode: says its text with the newest user text in it', async () => {
    standIns.gemini.setMode({ mode: 'instant', text: 'pong {text}' })
    expect((await gemini().ask([user('run: date $&')])).text).toBe('pong run: date $&')
  })

  test('countTokens: four characters are one', async () => {
    const counted = await gemini().models.countTokens({ model, contents: [user('x'.repeat(400))] })
    expect(counted.totalTokens).toBe(100)
  })

  function answers(results: [name: string, response: Record<string, unknown>][]): Content {
    return {
      role: 'user',
      parts: results.map(([name, response]) => ({ functionResponse: { name, response } })),
    }
  }
})

describe('Groq through its own SDK', () => {
  const groq = (apiKey = 'g1') => new Groq({ apiKey, baseURL: standIns.url, maxRetries: 0 })
  const exchange = 'User: How many Python files do I have?\nAssistant: You have 3 Python files.'
  const ask = (body: object, key = 'g1') =>
    groq(key).chat.completions.create({
      model: 'qwen/qwen3-32b',
      messages: [
        { role: 'system', content: 'Compress this into ONE short sentence.' },
        { role: 'user', content: exchange },
      ],
      ...body,
    } as ChatCompletionCreateParamsNonStreaming)
  const quiet = { reasoning_effort: 'none', reasoning_format: 'hidden' }

  test('reasoning left on: leaks into the content, switched off it does not', async () => {
    const [raw, hidden, parsed] = await Promise.all([
      ask({}),
      ask(quiet),
      ask({ reasoning_format: 'parsed' }),
    ])
    expect(raw.choices[0]?.message.content).toMatch(/^<think>\n[^]*<\/think>\n\nThe user wrote/)
    expect(hidden.choices[0]?.message.content).toBe(
      'The user wrote “How many Python files do I have”, and was told “You have 3 Python files”.',
    )
    expect(parsed.choices[0]?.message).toMatchObject({ reasoning: expect.any(String) as string })
  })

  test('the same exchange: gives the same sentence, and as many as asked for', async () => {
    const twice = await Promise.all([ask(quiet), ask(quiet)])
    expect(twice[0].choices[0]?.message.content).toBe(twice[1].choices[0]?.message.content)
    const system = { role: 'system', content: 'Exactly FOUR sentences.' }
    const four = await ask({ ...quiet, messages: [system, { role: 'user', content: exchange }] })
    expect(four.choices[0]?.message.content?.match(/\.(?=\s|$)/g)).toHaveLength(4)
  })

  test('gpt-oss: refuses reasoning_format and effort none', async () => {
    const oss = { model: 'openai/gpt-oss-120b' }
    await expect(ask({ ...oss, reasoning_format: 'hidden' })).rejects.toMatchObject({
      status: 400,
      error: { error: { message: 'reasoning_format is not supported with this model' } },
    })
    await expect(ask({ ...oss, reasoning_effort: 'none' })).rejects.toMatchObject({ status: 400 })
    const answer = await ask({ ...oss, include_reasoning: false })
    expect(answer.choices[0]?.message).not.toHaveProperty('reasoning')
  })

  test('models that went or never were, limits and bad keys: each in its own words', async () => {
    standIns.groq.decommission('qwen/qwen3-32b')
    standIns.groq.setKey('g2', { kind: 'minute', retryDelaySeconds: 6 })
    standIns.groq.setKey('g3', { kind: 'invalid' })
    await expect(ask({})).rejects.toMatchObject({
      status: 400,
      error: { error: { code: 'model_decommissioned' } },
    })
    await expect(ask({ model: 'nobody/none' })).rejects.toMatchObject({
      status: 404,
      error: { error: { code: 'model_not_found' } },
    })
    const limited = await ask({}, 'g2').catch((error: unknown) => error as InstanceType<typeof Groq.APIError>)
    expect(limited).toMatchObject({ status: 429, error: { error: { code: 'rate_limit_exceeded' } } })
    expect((limited as { headers: Headers }).headers.get('retry-after')).toBe('6')
    await expect(ask({}, 'g3')).rejects.toMatchObject({ status: 401 })
  })

  test('a stream: gives the same text in chunks, usage at the end', async () => {
    const stream = await groq().chat.completions.create({
      model: 'openai/gpt-oss-120b',
      messages: [{ role: 'user', content: 'Why did it fail?' }],
      include_reasoning: false,
      stream: true,
    } as ChatCompletionCreateParamsStreaming)
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toMatch(/Why did it fail/)
    expect(chunks.at(-1)?.x_groq?.usage?.total_tokens).toBeGreaterThan(0)
  })

  test('a voice message: is transcribed, but not as .oga', async () => {
    const file = (name: string) => Groq.toFile(Buffer.from('OggS'), name, { type: 'audio/ogg' })
    const transcribe = async (name: string) =>
      groq().audio.transcriptions.create({ model: 'whisper-large-v3-turbo', file: await file(name) })
    expect((await transcribe('voice.ogg')).text).toBe('This is the transcript of voice.ogg.')
    await expect(transcribe('voice.oga')).rejects.toMatchObject({ status: 400 })
  })
})
