import { callHash, type Forgettable } from '@aika/contracts'
import { approvedCommand } from './approved-command.ts'

const args = { from: 'cache/a', to: 'files/a' }
const stored = {
  id: 'AbCdEf0123456789', subject: 'tg-1-1', step: 0, chatId: 1, userId: 1, traceId: 'trace-of-test',
  tool: 'command:save', args: JSON.stringify(args), hash: callHash({ tool: 'command:save', args, userId: 1 }),
  pattern: undefined, card: '{}', askedAt: new Date(), expiresAt: new Date(), state: 'approved' as const,
} // prettier-ignore

describe('F-PERM-3 a yes is for exactly one command', () => {
  test('what was hashed when it was asked is carried out', () => {
    expect(approvedCommand(stored)).toEqual({ tool: 'command:save', args })
  })

  test('what is to be forgotten is named by ids; words in it are no command', () => {
    const nothing = { numbers: [], noteIds: [], sentences: [], reminderIds: [], cardIds: [] }
    const what: Forgettable = { ...nothing, turnIds: ['tg-1-1'], numbers: [1] }
    const hash = callHash({ tool: 'command:forget', args: what, userId: 1 })
    const asked = { ...stored, tool: 'command:forget', args: JSON.stringify(what), hash }

    expect(approvedCommand(asked)).toEqual({ tool: 'command:forget', args: what })
    expect(
      approvedCommand({ ...asked, args: JSON.stringify({ ...what, turnIds: ['tg-1-2'] }) }),
    ).toBeUndefined()
    const withWords = { ...what, words: ['dentist'] }
    const hashed = callHash({ tool: 'command:forget', args: withWords, userId: 1 })
    expect(approvedCommand({ ...asked, args: JSON.stringify(withWords), hash: hashed })).toBeUndefined()
  })

  test.each([
    ['another file', { args: JSON.stringify({ ...args, to: 'files/b' }) }],
    ['another command', { tool: 'command:shared_put' }],
    ['another person', { userId: 2 }],
    ['a command that does not exist', { tool: 'command:format_disk' }],
    ['one argument more', { args: JSON.stringify({ ...args, force: true }) }],
    ['no JSON', { args: '{' }],
  ])('%s is not', (_what, more) => expect(approvedCommand({ ...stored, ...more })).toBeUndefined())
})
