import { parseMarkdownV2 } from './markdown-v2.ts'

describe("Telegram's MarkdownV2", () => {
  test('every mark: becomes its entity', () => {
    const { text, entities } = parseMarkdownV2(
      '*b* _i_ __u__ ~s~ ||p|| `c` [l](http://x.example/\\)) ```py\nx=1```',
    )
    expect(text).toBe('b i u s p c l x=1')
    expect(entities.map(({ type, language, url }) => language ?? url ?? type)).toEqual([
      'bold',
      'italic',
      'underline',
      'strikethrough',
      'spoiler',
      'code',
      'http://x.example/)',
      'py',
    ])
  })

  test('lines that start with >: are one quote', () => {
    expect(parseMarkdownV2('>a\n>b\nc')).toEqual({
      text: 'a\nb\nc',
      entities: [{ type: 'blockquote', offset: 0, length: 3 }],
    })
  })

  test('escaped characters and code: are taken as they are', () => {
    expect(parseMarkdownV2('1\\.5 \\- `a.b-c`').text).toBe('1.5 - a.b-c')
  })

  test.each(['a.b', 'a-b', 'x!', '(x)', 'a > b', '#x'])(
    '%j: a bare reserved character is refused',
    (source) => {
      expect(() => parseMarkdownV2(source)).toThrow(/is reserved and must be escaped with the preceding/)
    },
  )

  test.each([
    ['*x', 'Bold entity at byte offset 0'],
    ['é `x', 'Code entity at byte offset 3'],
    ['[x](http://y', 'URL at byte offset 3'],
  ])('%j: an entity without end is refused', (source, what) => {
    expect(() => parseMarkdownV2(source)).toThrow(what)
  })
})
