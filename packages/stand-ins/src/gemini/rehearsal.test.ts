import { rehearse } from './rehearsal.ts'
import { viewOf, type Content, type GenerateRequest, type Reply } from './wire.ts'

const toolNames = ['run_shell', 'file_read', 'file_write', 'file_list']
const user = (text: string): Content => ({ role: 'user', parts: [{ text }] })

function ask(contents: Content[], more: Partial<GenerateRequest> = {}): Reply {
  const tools = [{ functionDeclarations: toolNames.map((name) => ({ name })) }]
  return rehearse(viewOf('gemini-3-flash-preview', { contents, tools, ...more }))
}

/** What it says once `response` is the result of its first call. */
function tell(text: string, response: Record<string, unknown>, more: Partial<GenerateRequest> = {}): string {
  const { calls = [] } = ask([user(text)])
  const asked = { role: 'model', parts: calls.map((functionCall) => ({ functionCall })) }
  const name = calls[0]?.name ?? ''
  const answered = { role: 'user', parts: [{ functionResponse: { name, response } }] }
  return ask([user(text), asked, answered], more).text ?? ''
}

describe('the rehearsal model', () => {
  test.each([
    ['how many Python files do I have?', 'run_shell', { cmd: "find . -type f -name '*.py' | wc -l" }],
    ['How many files do I have', 'run_shell', { cmd: 'find . -type f | wc -l' }],
    ['list my files', 'file_list', {}],
    ['What files do I have?', 'file_list', {}],
    ['run: ls -la && echo list my files', 'run_shell', { cmd: 'ls -la && echo list my files' }],
    ['Please run: `date`', 'run_shell', { cmd: 'date' }],
    ['read notes/a b.md', 'file_read', { path: 'notes/a b.md' }],
    [
      'write a note: Buy oat milk!',
      'file_write',
      { path: 'files/notes/buy-oat-milk.md', content: 'Buy oat milk!\n' },
    ],
  ])('%j: asks for %s', (text, name, args) => {
    expect(ask([user(text)]).calls).toEqual([{ name, args }])
  })

  test('a command over several lines: is taken whole', () => {
    expect(ask([user('run: cat <<X\nlist my files\nX')]).calls?.[0]?.args).toEqual({
      cmd: 'cat <<X\nlist my files\nX',
    })
  })

  test('results in the shapes an agent may give: are told alike', () => {
    for (const response of [
      { output: '2\n' },
      { output: { stdout: '2\n', exitCode: 0 } },
      { result: '{"exit_code":0,"stdout":"2\\n"}' },
      { stdout: '2', stderr: '' },
    ]) {
      expect(tell('how many Python files do I have?', response)).toBe('You have **2** Python files.')
    }
  })

  test('a tool that failed, and a command that did: are told plainly', () => {
    expect(tell('run: ls', { error: 'the sandbox is away' })).toBe('That did not work: the sandbox is away')
    expect(tell('run: ls nope', { output: { stdout: '', stderr: 'no such file', exitCode: 2 } })).toBe(
      'I ran `ls nope`:\n\n```\nno such file\n```\n\nIt ended with exit code **2**.',
    )
  })

  test('a tool that failed half way: tells what it printed', () => {
    const output = { stdout: 'tick\n' }
    expect(tell('run: sleep 99', { error: 'stopped: it ran into its time limit', output })).toBe(
      'That did not work: stopped: it ran into its time limit\n\n```\ntick\n```',
    )
  })

  test('entries with remarks: are listed with the name as code', () => {
    const entries = ['files (directory)', 'files/a (b).py (12 bytes)']
    expect(tell('list my files', { output: { entries } })).toBe(
      'These are your files:\n\n- `files` · directory\n- `files/a (b).py` · 12 bytes',
    )
  })

  test('a list tool that goes into folders: is asked to', () => {
    const schema = { type: 'object', properties: { recursive: { type: 'boolean' } } }
    const tools = [{ functionDeclarations: [{ name: 'file_list', parametersJsonSchema: schema }] }]
    expect(ask([user('list my files')], { tools }).calls?.[0]?.args).toEqual({ recursive: true })
  })

  test('tools taken away: it answers with what it has', () => {
    const mode = { functionCallingConfig: { mode: 'NONE' } }
    expect(ask([user('run: ls')], { toolConfig: mode }).text).toMatch(/no `run_shell` tool/)
    expect(ask([user('remind me in 10m to stretch')]).text).toBe('I cannot set reminders yet.')
  })

  test('keep running: asks the same again after each result, until it cannot', () => {
    const asked = ask([user('keep running: date')])
    expect(asked.calls).toEqual([{ name: 'run_shell', args: { cmd: 'date' } }])
    const call = { role: 'model', parts: asked.calls!.map((functionCall) => ({ functionCall })) }
    const result = {
      role: 'user',
      parts: [{ functionResponse: { name: 'run_shell', response: { output: 'now' } } }],
    }
    expect(ask([user('keep running: date'), call, result]).calls).toEqual(asked.calls)
    expect(ask([user('keep running: date'), call, result], { tools: [] }).text).toContain('now')
  })

  test('what do you remember: tells what was written before', () => {
    const past = [user('my cat is called Momo'), { role: 'model', parts: [{ text: 'Nice.' }] }]
    expect(ask([...past, user('what do you remember?')]).text).toContain('my cat is called Momo')
    const parts = [
      { text: 'Earlier:\n- Likes oat milk.\n' },
      { text: '[Now]' },
      { text: 'What do you remember?' },
    ]
    expect(ask([{ role: 'user', parts }]).text).toBe(
      'From our conversation I still have:\n\n- Likes oat milk.',
    )
  })

  test('anything else: is answered kindly without tools', () => {
    const reply = ask([user('colourless green ideas')])
    expect(reply.calls).toBeUndefined()
    expect(reply.text).toMatch(/^You said: “colourless green ideas”/)
  })
})
