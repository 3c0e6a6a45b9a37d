import { closestCommand, commandsFor, usageOf } from './command-list.ts'

describe('F-CMD the list of commands', () => {
  test('admins see more than others', () => {
    const names = (isAdmin: boolean) => commandsFor(isAdmin).map(({ command }) => command)

    expect(names(true)).toEqual(expect.arrayContaining(['panic', 'resume', 'run', 'remind_user', 'status']))
    expect(names(false)).not.toEqual(expect.arrayContaining(['panic']))
    expect(names(true).slice(0, names(false).length)).toEqual(names(false))
  })

  test('every one is what Telegram’s menu takes', () => {
    for (const { command, description } of commandsFor(true)) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/)
      expect(description).toMatch(/^.{1,256}$/)
    }
  })

  test('a usage line comes with an example', () => {
    expect(usageOf('save')).toBe(
      'Usage: `/save <path in cache> <new path>`\nFor example: `/save "cache/my file.pdf" files/letters/file.pdf`',
    )
  })

  test.each([
    ['statsu', false, 'status'],
    ['remider', false, 'reminders'],
    ['dowload', false, 'download'],
    ['tz', false, undefined],
    ['appr', false, 'approvals'],
    ['HELP', false, 'help'],
    ['panik', true, 'panic'],
    ['panik', false, undefined],
    ['panic', false, undefined],
    ['x', false, undefined],
    ['completelydifferent', true, undefined],
  ])('/%s (admin: %s) may have meant %s', (word, isAdmin, meant) => {
    expect(closestCommand(word, isAdmin)).toBe(meant)
  })
})
