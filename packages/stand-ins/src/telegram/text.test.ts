import { acceptTelegramText } from './text.ts'

describe('the text of a message', () => {
  test('white space around it: is cut and entities move along', () => {
    expect(acceptTelegramText({ text: '  \n<b> x </b> ', parse_mode: 'HTML' })).toEqual({
      text: 'x',
      entities: [{ type: 'bold', offset: 0, length: 1 }],
    })
  })

  test.each(['', '   ', '\n\u200b\u2060', '<b></b>', '<i> </i>'])('%j: is refused as empty', (text) => {
    expect(() => acceptTelegramText({ text, parse_mode: 'HTML' })).toThrow(
      'Bad Request: message text is empty',
    )
  })

  test('4,096 UTF-16 units after parsing: pass, one more does not', () => {
    const just = `<b>${'👍'.repeat(2_048)}</b>`
    expect(acceptTelegramText({ text: just, parse_mode: 'HTML' }).text).toHaveLength(4_096)
    expect(() => acceptTelegramText({ text: `${just}x`, parse_mode: 'HTML' })).toThrow(
      'Bad Request: message is too long',
    )
  })

  test('entities given outright: what reaches beyond the text is mended, not refused', () => {
    const entities = [
      { type: 'bold', offset: 1, length: 9 },
      { type: 'code', offset: 7, length: 1 },
    ]
    expect(acceptTelegramText({ text: 'abc', entities }).entities).toEqual([
      { type: 'bold', offset: 1, length: 2 },
    ])
  })

  test('commands, addresses and mentions: are found, but not inside code', () => {
    const { entities } = acceptTelegramText({
      text: '/help see https://x.example/a. and @ray_b <code>/no @code</code>',
      parse_mode: 'HTML',
    })
    expect(entities).toEqual([
      { type: 'bot_command', offset: 0, length: 5 },
      { type: 'url', offset: 10, length: 19 },
      { type: 'mention', offset: 35, length: 6 },
      { type: 'code', offset: 42, length: 9 },
    ])
  })

  test('an unknown parse mode: is refused', () => {
    expect(() => acceptTelegramText({ text: 'x', parse_mode: 'BBCode' })).toThrow('unsupported parse_mode')
  })
})
