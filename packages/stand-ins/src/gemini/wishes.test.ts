import { rehearse } from './rehearsal.ts'
import { viewOf, type Content, type Part, type Reply } from './wire.ts'

const toolNames =
  'run_shell file_read file_write file_list file_edit file_delete file_move search_files search_text send_file send_dm set_reminder list_reminders cancel_reminder memory memory_search'.split(
    ' ',
  )
const user = (...parts: (string | Part)[]): Content => ({
  role: 'user',
  parts: parts.map((part) => (typeof part === 'string' ? { text: part } : part)),
})
const model = (text: string): Content => ({ role: 'model', parts: [{ text }] })

function ask(contents: Content[], declarations: object[] = toolNames.map((name) => ({ name }))): Reply {
  const tools = [{ functionDeclarations: declarations as { name: string }[] }]
  return rehearse(viewOf('gemini-3-flash-preview', { contents, tools }))
}

const callsFor = (text: string) => (ask([user(text)]).calls ?? []).map(({ name, args }) => [name, args])

/** What it says once `response` is the result of its first call. */
function tell(text: string, response: Record<string, unknown>): string | undefined {
  const { calls = [] } = ask([user(text)])
  const asked = { role: 'model', parts: calls.map((functionCall) => ({ functionCall })) }
  const answered = user({ functionResponse: { name: calls[0]?.name ?? '', response } })
  return ask([user(text), asked, answered]).text
}

const wishes: [text: string, tool: string, args: Record<string, unknown>][] = [
  ['delete notes/a.md', 'file_delete', { path: 'notes/a.md' }],
  ['Please delete the folder `old stuff`.', 'file_delete', { path: 'old stuff', recursive: true }],
  ['delete shared plan.md', 'file_delete', { path: 'plan.md', location: 'shared' }],
  [
    'write a.md: one and list my files\ntwo',
    'file_write',
    { path: 'a.md', content: 'one and list my files\ntwo\n' },
  ],
  ['write shared a.md: x', 'file_write', { path: 'a.md', content: 'x\n', location: 'shared' }],
  [
    'replace oat milk with "soy milk" in shop.md',
    'file_edit',
    { path: 'shop.md', find: 'oat milk', replace: 'soy milk' },
  ],
  [
    'replace all a with b in x.txt',
    'file_edit',
    { path: 'x.txt', find: 'a', replace: 'b', replace_all: true },
  ],
  ['move a.txt to old/a b.txt', 'file_move', { from: 'a.txt', to: 'old/a b.txt' }],
  ['move a.txt over b.txt', 'file_move', { from: 'a.txt', to: 'b.txt', overwrite: true }],
  [
    'copy a.txt to shared b.txt',
    'file_move',
    { from: 'a.txt', to: 'b.txt', to_location: 'shared', copy: true },
  ],
  [
    'move shared a.txt to b.txt',
    'file_move',
    { from: 'a.txt', to: 'b.txt', location: 'shared', to_location: 'user' },
  ],
  ['find files **/*.md', 'search_files', { glob: '**/*.md' }],
  ['search for oat milk', 'search_text', { pattern: 'oat milk' }],
  ['search for oat milk in notes/', 'search_text', { pattern: 'oat milk', path: 'notes/' }],
  ['send me report.pdf', 'send_file', { path: 'report.pdf' }],
  ['send me a.png saying my cat', 'send_file', { path: 'a.png', caption: 'my cat' }],
  [
    'tell Alice: the cake is ready, and list my files',
    'send_dm',
    { to: 'Alice', text: 'the cake is ready, and list my files' },
  ],
  ['tell 1002: hi', 'send_dm', { to: '1002', text: 'hi' }],
  ['remind me in 10m to stretch', 'set_reminder', { when: 'in 10m', text: 'stretch' }],
  [
    'remind me to call mum next monday 18:00',
    'set_reminder',
    { when: 'next monday 18:00', text: 'call mum' },
  ],
  ['remind me завтра в 9 to stretch', 'set_reminder', { when: 'завтра в 9', text: 'stretch' }],
  ['remind 1002 in 2h to eat', 'set_reminder', { when: 'in 2h', text: 'eat', target_user_id: 1002 }],
  [
    'every weekday at 8 do: list my files',
    'set_reminder',
    { when: 'every weekday at 8', text: 'list my files', task: true },
  ],
  ['in 5s do: run: date', 'set_reminder', { when: 'in 5s', text: 'run: date', task: true }],
  ['my reminders', 'list_reminders', {}],
  ['cancel reminder 7', 'cancel_reminder', { id: '7' }],
  ['remember: I like oat milk and tea', 'memory', { action: 'add', text: 'I like oat milk and tea' }],
  ['My cat is called Tom. Please remember that.', 'memory', { action: 'add', text: 'My cat is called Tom' }],
  ['what do you remember?', 'memory', { action: 'list' }],
  ['forget note 3', 'memory', { action: 'remove', id: '3' }],
  ['what did I say about oat milk?', 'memory_search', { query: 'oat milk' }],
  ['read shared plan.md', 'file_read', { path: 'plan.md', location: 'shared' }],
  ['list the shared files', 'file_list', { location: 'shared' }],
  ['run: rm -rf files && delete a', 'run_shell', { cmd: 'rm -rf files && delete a' }],
]

describe('wishes in plain words', () => {
  test.each(wishes)('%j: asks for %s', (text, name, args) => {
    expect(callsFor(text)).toEqual([[name, args]])
  })

  test('several in one message: are asked for together', () => {
    expect(callsFor('delete a.txt and move b.txt to c.txt').map(([name]) => name)).toEqual([
      'file_delete',
      'file_move',
    ])
  })

  test('“then”: waits for what comes before', () => {
    const text = 'delete a.txt, then send me b.txt'
    expect(callsFor(text)).toEqual([['file_delete', { path: 'a.txt' }]])
    const call = { name: 'file_delete', args: { path: 'a.txt' } }
    const asked = { role: 'model', parts: [{ functionCall: call }] }
    const answered = user({ functionResponse: { name: 'file_delete', response: { output: {} } } })
    expect(ask([user(text), asked, answered]).calls).toEqual([{ name: 'send_file', args: { path: 'b.txt' } }])
  })

  test('a tool whose arguments are named otherwise: is asked in its own words', () => {
    const properties = { action: { enum: ['save', 'list', 'forget'] }, id: { type: 'integer' } }
    const declarations = [{ name: 'memory', parametersJsonSchema: { type: 'object', properties } }]
    expect(ask([user('forget note 3')], declarations).calls?.[0]?.args).toEqual({ action: 'forget', id: 3 })
    expect(ask([user('remember: x')], declarations).calls?.[0]?.args).toEqual({ action: 'save', text: 'x' })
  })

  test('talk that only sounds like it: asks for nothing', () => {
    for (const text of [
      'tell me a long story',
      'I remember you',
      'Remember that.',
      'Please remember that',
      'what is a reminder?',
      'write soon!',
    ]) {
      expect(callsFor(text)).toEqual([])
    }
  })
})

describe('results in plain words', () => {
  test('a person who said no, and one who did not answer: are told so', () => {
    expect(tell('delete a.txt', { error: 'the person denied this' })).toBe(
      'You said no, so I did not delete `a.txt`.',
    )
    expect(tell('run: rm a', { error: 'the question expired, nobody answered' })).toBe(
      'Nobody said yes in time, so I did not run `rm a`.',
    )
  })

  test('a command that lacks permission: is no person who said no', () => {
    expect(tell('run: cat x', { error: 'cat: x: Permission denied' })).toMatch(/^That did not work: cat/)
  })

  test('lists of whatever a tool gives: have a line each', () => {
    const passages = [{ date: '2026-11-20', text: 'oat\n- milk' }]
    expect(tell('what did I say about milk?', { output: { passages } })).toBe(
      'About “milk” I find:\n\n- date: 2026-11-20, text: oat - milk',
    )
    expect(tell('search for milk', { output: { matches: [{ path: 'a.md', line: 2, text: 'milk' }] } })).toBe(
      '`milk` is in:\n\n- a.md: 2: milk',
    )
    expect(tell('my reminders', { output: { reminders: [] } })).toBe('You have no reminders.')
  })

  test('a result without a list: is told field by field, not as JSON', () => {
    expect(tell('remind me in 1h to eat', { output: { reminder_id: 4, due: 'at six' } })).toBe(
      'I will remind you. reminder id: 4, due: at six',
    )
  })
})

describe('attachments', () => {
  const png = { inlineData: { mimeType: 'image/png', data: Buffer.from('0123456789').toString('base64') } }
  const voice = { inlineData: { mimeType: 'audio/ogg', data: Buffer.from('abc').toString('base64') } }

  test('an image and a voice message: it says what it got', () => {
    expect(ask([user('what is this?', png)]).text).toBe('I see an image: image/png, 10 bytes')
    expect(ask([user('Transcribe this.', voice)]).text).toBe(
      'You said: (transcription of 3 bytes of audio/ogg)',
    )
  })

  test('noted files: are named, and the note is not taken for what the person wrote', () => {
    const note =
      'Pending attachments: [cache/a, b [1].png (image/png, 10 B), cache/c.pdf (application/pdf, 2 MB)]'
    for (const parts of [[note, 'what is this?'], ['what is this?', note], [`[${note}]\nwhat is this?`]]) {
      const view = viewOf('m', { contents: [user(...parts)] })
      expect(view.userText).toBe('what is this?')
      expect(rehearse(view).text).toBe(
        'Attached files:\n\n- cache/a, b [1].png (image/png, 10 B)\n- cache/c.pdf (application/pdf, 2 MB)',
      )
    }
  })

  test('a wish that comes with an image: is done, and the image is not forgotten', () => {
    const asked = { role: 'model', parts: [{ functionCall: { name: 'file_list', args: {} } }] }
    const answered = user({
      functionResponse: { name: 'file_list', response: { output: { entries: ['a'] } } },
    })
    expect(ask([user('list my files', png), asked, answered]).text).toBe(
      'These are your files:\n\n- `a`\n\nI see an image: image/png, 10 bytes',
    )
  })

  test('an image of an earlier message: is not said again', () => {
    expect(ask([user('look', png), model('I see'), user('hm')]).text).toMatch(/^You said: “hm”/)
  })
})

describe('claims', () => {
  test('told that it did not happen: it takes the claim back', () => {
    const claim = ask([user('claim you saved it')]).text!
    expect(claim).toBe('I have saved it to notes.md.')
    const check = user('[Check] Your answer claims a saved file, but the record of this turn holds none.')
    expect(ask([user('claim you saved it'), model(claim), check]).text).toMatch(/^I was wrong/)
    expect(ask([user('claim you saved it'), model(claim), user('thanks, my friend')]).text).toMatch(
      /^You said/,
    )
  })

  test.each(['claim you sent it', 'claim that you set a reminder'])('%s: calls no tool', (text) => {
    expect(ask([user(text)])).toEqual({ text: expect.stringMatching(/^I have (sent|set)/) as string })
  })
})
