import { callHash } from './call-hash.ts'

const call = {
  tool: 'file_delete',
  args: { path: 'files/a.txt', options: { b: 1, a: [1, 2] } },
  userId: 1001,
}

describe('F-PERM-3 the hash that binds a yes to one call', () => {
  test('the order of keys does not matter, wherever they are', () => {
    const other = {
      userId: 1001,
      args: { options: { a: [1, 2], b: 1 }, path: 'files/a.txt' },
      tool: 'file_delete',
    }

    expect(callHash(other)).toBe(callHash(call))
    expect(callHash(call)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('what went through JSON is the same call', () => {
    const withNothing = { ...call, args: { ...call.args, reason: undefined } }

    expect(callHash(JSON.parse(JSON.stringify(withNothing)) as typeof call)).toBe(callHash(withNothing))
    expect(callHash(withNothing)).toBe(callHash(call))
  })

  test.each([
    ['another tool', { ...call, tool: 'file_move' }],
    ['another person', { ...call, userId: 1002 }],
    ['another path', { ...call, args: { ...call.args, path: 'files/b.txt' } }],
    ['another order in a list', { ...call, args: { ...call.args, options: { b: 1, a: [2, 1] } } }],
    ['one more argument', { ...call, args: { ...call.args, recursive: true } }],
    ['a text where a number was', { ...call, args: { ...call.args, options: { b: '1', a: [1, 2] } } }],
  ])('%s is another call', (_what, other) => expect(callHash(other)).not.toBe(callHash(call)))
})
