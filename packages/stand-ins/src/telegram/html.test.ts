import { parseTelegramHtml } from './html.ts'
import { TelegramRefusal } from './refusal.ts'

const refusal = (html: string): string => {
  try {
    parseTelegramHtml(html)
  } catch (error) {
    if (error instanceof TelegramRefusal) return error.description
    throw error
  }
  return 'accepted'
}

describe("Telegram's HTML", () => {
  test('every documented tag: becomes its entity', () => {
    const html =
      '<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins><s>7</s><strike>8</strike><del>9</del>' +
      '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler><code>c</code><pre>d</pre>' +
      '<blockquote>e</blockquote><blockquote expandable>f</blockquote><a href="https://a.example/x?y=1&amp;z=2">g</a>' +
      '<tg-emoji emoji-id="5368324170671202286">h</tg-emoji><tg-time unix="1700000000" format="wDT">i</tg-time>'

    const { text, entities } = parseTelegramHtml(html)

    expect(text).toBe('123456789abcdefghi')
    expect(entities.map(({ type }) => type)).toEqual([
      'bold',
      'bold',
      'italic',
      'italic',
      'underline',
      'underline',
      'strikethrough',
      'strikethrough',
      'strikethrough',
      'spoiler',
      'spoiler',
      'code',
      'pre',
      'blockquote',
      'expandable_blockquote',
      'text_link',
      'custom_emoji',
      'date_time',
    ])
    expect(entities[15]).toMatchObject({ offset: 15, length: 1, url: 'https://a.example/x?y=1&z=2' })
  })

  test('a code block with a language: is one pre entity', () => {
    expect(parseTelegramHtml('<pre><code class="language-python">x &lt; 1</code></pre>')).toEqual({
      text: 'x < 1',
      entities: [{ type: 'pre', offset: 0, length: 5, language: 'python' }],
    })
  })

  test('characters beyond the first plane: offsets count UTF-16 units', () => {
    expect(parseTelegramHtml('👍🏽<b>é👍</b>').entities).toEqual([{ type: 'bold', offset: 4, length: 3 }])
  })

  test('references: the four named and all numeric ones are decoded, others stay as they are', () => {
    expect(parseTelegramHtml('&lt;&gt;&amp;&quot;&#65;&#x1f44d;&nbsp;&copy; & &').text).toBe(
      '<>&"A👍&nbsp;&copy; & &',
    )
  })

  test('styles in styles and links in styles: nest', () => {
    expect(parseTelegramHtml('<b>1<i>2</i></b><i><a href="http://x.example">3</a></i>').entities).toEqual([
      { type: 'bold', offset: 0, length: 2 },
      { type: 'italic', offset: 1, length: 1 },
      { type: 'text_link', offset: 2, length: 1, url: 'http://x.example/' },
      { type: 'italic', offset: 2, length: 1 },
    ])
  })

  test.each([
    ['<p>x</p>', 'Unsupported start tag "p" at byte offset 0'],
    ['é<br>', 'Unsupported start tag "br" at byte offset 2'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['1 <2', 'Unclosed start tag at byte offset 2'],
    ['1 < 2 >', 'Unsupported start tag "" at byte offset 2'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a href=a&b>x</a>', 'Unexpected end of name token at byte offset 8'],
    ['<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['\ud83d', 'strings must be encoded in UTF-8'],
  ])('%j: is refused with the byte offset', (html, why) => {
    expect(refusal(html)).toBe(`Bad Request: can't parse entities: ${why}`)
  })

  test.each([
    '<b><code>x</code></b>',
    '<pre><b>x</b></pre>',
    '<code><a href="http://x.example">x</a></code>',
    '<a href="http://x.example"><code>x</code></a>',
    '<blockquote><blockquote>x</blockquote></blockquote>',
    '<blockquote expandable><b><blockquote>x</blockquote></b></blockquote>',
  ])('%s: is refused, as the nesting rules forbid it', (html) => {
    expect(refusal(html)).toMatch(/must not be inside/)
  })

  test('a quote: may hold code, links and styles', () => {
    const html = '<blockquote><b>x</b> <code>y</code> <a href="http://x.example">z</a></blockquote>'
    expect(parseTelegramHtml(html).entities).toHaveLength(4)
  })

  test('an address nobody could open: leaves plain text', () => {
    expect(parseTelegramHtml('<a href="javascript:alert(1)">x</a><a href="nowhere">y</a>')).toEqual({
      text: 'xy',
      entities: [],
    })
  })
})
