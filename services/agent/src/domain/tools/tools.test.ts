import { systemPrompt } from '../system-prompt.ts'
import { tokensOf } from '../tokens.ts'
import { createTools } from './index.ts'
import type { Effects } from './tool.ts'

const tools = createTools({ find: (who) => (who === 'Alice' ? 43 : undefined) })
const tool = (name: string) => tools.find(({ declaration }) => declaration.name === name)!
const effectsOf = (name: string, args: Record<string, unknown>): Effects => tool(name).effects(args)
const mine = (path: string) => ({ location: 'user' as const, path })
const everybodys = (path: string) => ({ location: 'shared' as const, path })

describe('what the model is told of the tools', () => {
  const declarations = JSON.stringify(tools.map(({ declaration }) => declaration))

  test('they go with every call, with the system prompt: both together stay within 1,000 tokens', () => {
    expect(tokensOf(systemPrompt) + tokensOf(declarations)).toBeLessThanOrEqual(1_000)
  })

  test('no bounds, defaults or schema versions, which are never met', () => {
    expect(declarations).not.toMatch(/\$schema|"(min|max)|default|additionalProperties|9007199254740991/)
  })

  test('in the API’s own schema: a tool without arguments has none', () => {
    expect(tool('cancel_reminder').declaration.parameters).toEqual({
      type: 'OBJECT',
      properties: { id: { type: 'STRING' } },
    })
    expect(tool('list_reminders').declaration).not.toHaveProperty('parameters')
  })

  test('what is needed is told where another argument could be filled in by guess', () => {
    expect(tool('set_reminder').declaration.parameters).toMatchObject({ required: ['when', 'text'] })
    expect(tool('file_read').declaration.parameters).not.toHaveProperty('required')
  })

  test('both locations are told once, in the system prompt', () => {
    expect(systemPrompt).toMatch(/location "shared" .* "user"/)
    expect(declarations).not.toContain('"shared"')
  })

  test('every name is there once', () => {
    const names = tools.map(({ declaration }) => declaration.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.sort()).toEqual([
      'cancel_reminder',
      'file_delete',
      'file_edit',
      'file_list',
      'file_move',
      'file_read',
      'file_write',
      'list_reminders',
      'memory',
      'memory_search',
      'run_shell',
      'search_files',
      'search_text',
      'send_dm',
      'send_file',
      'set_reminder',
    ])
  })
})

describe('what a call touches, known before it is made', () => {
  const move = { from: 'a', to: 'b' }
  test.each<[string, Record<string, unknown>, Effects]>([
    ['file_read', { path: 'a' }, { reads: [mine('a')] }],
    ['file_list', { location: 'shared' }, { reads: [everybodys('')] }],
    ['search_files', { glob: '*', path: 'a' }, { reads: [mine('a')] }],
    ['search_text', { pattern: 'x', location: 'shared' }, { reads: [everybodys('')] }],
    ['send_file', { path: 'a', location: 'shared' }, { reads: [everybodys('a')] }],
    ['file_write', { path: 'a', content: '' }, { writes: [mine('a')] }],
    ['file_edit', { path: 'a', find: 'x', replace: '' }, { writes: [mine('a')], keepsContent: true }],
    ['file_delete', { path: 'a' }, { removes: [mine('a')] }],
    ['file_move', move, { reads: [mine('a')], writes: [mine('b')], keepsContent: true }],
    ['file_move', { ...move, overwrite: true }, { reads: [mine('a')], writes: [mine('b')] }],
    [
      'file_move',
      { ...move, location: 'shared', to_location: 'user' },
      { reads: [everybodys('a')], writes: [mine('b')], removes: [everybodys('a')], keepsContent: true },
    ],
    [
      'file_move',
      { ...move, location: 'shared', to_location: 'user', copy: true },
      { reads: [everybodys('a')], writes: [mine('b')], keepsContent: true },
    ],
    ['send_dm', { to: 'Alice', text: 'x' }, { sendsTo: 43 }],
    ['send_dm', { to: 'Bob', text: 'x' }, {}],
    ['set_reminder', { when: 'in 1h', text: 'x' }, {}],
    ['set_reminder', { when: 'in 1h', text: 'x', target_user_id: 43 }, { sendsTo: 43 }],
    ['run_shell', { cmd: 'rm -r .' }, {}],
    ['memory', { action: 'list' }, {}],
  ])('%s %j', (name, args, effects) => {
    expect(effectsOf(name, args)).toEqual(effects)
  })

  test('arguments that do not fit: nothing, and the call itself says what is wrong', () => {
    expect(tool('file_delete').fits({ path: '' })).toBe(false)
    expect(effectsOf('file_delete', { path: '' })).toEqual({})
    expect(tool('file_delete').label({ path: '' })).toBe('file_delete')
  })

  test('a message to somebody shows who they are and every word', () => {
    expect(tool('send_dm').show({ to: 'Alice', text: 'Lunch?' })).toBe('To Alice (43):\nLunch?')
  })
})
