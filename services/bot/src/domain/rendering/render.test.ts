import { acceptTelegramText } from '@aika/stand-ins'
import fc from 'fast-check'
import { maxMessageUnits, renderMessages, renderTail } from './render.ts'

const htmlOf = (markdown: string) => renderMessages(markdown).map(({ html }) => html)
const shown = (html: string) => acceptTelegramText({ text: html, parse_mode: 'HTML' })

describe('a model’s Markdown becomes Telegram’s HTML', () => {
  test.each([
    ['plain text stays', 'Just words, 3 < 4 & so on.', 'Just words, 3 &lt; 4 &amp; so on.'],
    ['styles', '**b** *i* ~~s~~ `c < d`', '<b>b</b> <i>i</i> <s>s</s> <code>c &lt; d</code>'],
    ['bold and italic together', '***both***', '<i><b>both</b></i>'],
    ['code in bold steps out of it', '**run `ls` now**', '<b>run </b><code>ls</code><b> now</b>'],
    ['a heading is bold', '# Title\n\nText', '<b>Title</b>\nText'],
    ['a heading with bold inside is bold once', '## A **b**', '<b>A b</b>'],
    [
      'a code block keeps its language',
      '```py\nprint("<hi>")\n```',
      '<pre><code class="language-py">print(&quot;&lt;hi&gt;&quot;)</code></pre>',
    ],
    ['an unclosed code block is still one', '```\nx = 1', '<pre>x = 1</pre>'],
    [
      'a link',
      '[a **b**](https://x.org/?q=1&r="2")',
      '<a href="https://x.org/?q=1&amp;r=%222%22">a <b>b</b></a>',
    ],
    ['a link no one should follow is text', '[click](javascript:alert(1))', 'click (javascript:alert(1))'],
    ['a bare address is left to Telegram', 'see https://x.org/a_b_c', 'see https://x.org/a_b_c'],
    ['a list', '- one\n- two\n  - three\n', '• one\n• two\n  ◦ three'],
    ['a numbered list goes on from its number', '3. c\n4. d', '3. c\n4. d'],
    ['a task list', '- [x] done\n- [ ] open', '☑ done\n☐ open'],
    ['a quote', '> a\n> b', '<blockquote>a\nb</blockquote>'],
    ['a quote in a quote is one quote', '> a\n> > b', '<blockquote>a\n\nb</blockquote>'],
    ['raw HTML is shown as it is', 'a <b>x</b> <script>', 'a &lt;b&gt;x&lt;/b&gt; &lt;script&gt;'],
    ['character references are read', 'a &lt; b &amp;&nbsp;c', 'a &lt; b &amp;\u00a0c'],
    ['a picture is a link to it', '![cat](https://x.org/c.png)', '<a href="https://x.org/c.png">cat</a>'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\n────────────\n\nb'],
    ['unclosed markup stays text', '**a *b `c [d', '**a *b `c [d'],
    ['control characters go', 'a\u0000b\u001bc', 'abc'],
    ['half a character is replaced', 'a\ud83d', 'a\ufffd'],
  ])('%s', (_title, markdown, html) => {
    expect(htmlOf(markdown)).toEqual([html])
    expect(() => shown(html)).not.toThrow()
  })

  test('a table is drawn in monospace, its columns aligned', () => {
    const [html] = htmlOf('| a | number |\n|---|---:|\n| **x** | 1 |\n| long cell | 22 |')
    expect(html).toBe(
      '<pre>a         │ number\n──────────┼───────\nx         │      1\nlong cell │     22</pre>',
    )
  })

  test.each(['', ' \n\t ', '\u200b\u2060', '\u0000', '[a]: https://x.org', '# '])(
    'nothing to see gives no message: %j',
    (markdown) => expect(htmlOf(markdown)).toEqual([]),
  )
})

describe('a long answer is cut at sensible places', () => {
  test('paragraphs stay whole', () => {
    const paragraph = 'word '.repeat(300).trim()
    const parts = htmlOf([paragraph, paragraph, paragraph, paragraph].join('\n\n'))
    expect(parts).toEqual([`${paragraph}\n\n${paragraph}`, `${paragraph}\n\n${paragraph}`])
  })

  test('a code block that fits into one message is not cut', () => {
    const code = 'line of code\n'.repeat(200)
    const parts = htmlOf(`${'intro '.repeat(400)}\n\n\`\`\`js\n${code}\`\`\``)
    expect(parts).toHaveLength(2)
    expect(parts[1]).toMatch(/^<pre><code class="language-js">line of code\n[\s\S]*<\/code><\/pre>$/)
  })

  test('a longer code block ends at a line and begins again with its language', () => {
    const parts = htmlOf(`\`\`\`js\n${'  indented();\n'.repeat(900)}\`\`\``)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) {
      expect(part).toMatch(/^<pre><code class="language-js">  indented\(\);/)
      expect(part).toMatch(/indented\(\);<\/code><\/pre>$/)
    }
  })

  test('bold over the cut goes on in the next message', () => {
    const parts = htmlOf(`**${'word '.repeat(1_500)}end**`)
    expect(parts.every((part) => part.startsWith('<b>word') && part.endsWith('</b>'))).toBe(true)
  })

  test('no pair of surrogates is cut, and no text is lost', () => {
    const parts = renderMessages('😀'.repeat(5_000))
    expect(parts.every(({ plain }) => plain.isWellFormed())).toBe(true)
    expect(parts.map(({ plain }) => plain).join('')).toBe('😀'.repeat(5_000))
  })

  test('of a growing answer the end is shown', () => {
    expect(renderTail(`${'a '.repeat(5_000)}the end`, 1_000)?.plain).toMatch(/the end$/)
    expect(renderTail(' ', 1_000)).toBeUndefined()
  })
})

// prettier-ignore
const pieces = [
  '**', '*', '_', '__', '~~', '`', '```', '```py\n', '\n', '\n\n', '> ', '>> ', '- ', '1. ', '  - ', '# ', '[', '](', ')',
  '[x](https://a.b)', '![i](tg://x)', '<', '>', '&', '&amp;', '&#0;', '&#xd800;', '<b>', '</b>', '<pre>', '|', '|-|',
  '\n|-|-|\n', '\\', '---', '\n===\n', '\t', '    ', '\u0000', '\ud800', '\udc00', '😀', '👨‍👩‍👧', '\u202e', '\u200b', 'word',
  'a b c', '"', "'", 'https://x.org', 'a@b.co', '- [x] ', '~', '[^1]', '\r\n', '<br>', 'tg://user?id=1', '/start', '@name',
]
const bits = fc.constantFrom(...pieces)
const markdownish = fc.array(fc.oneof(bits, bits, fc.string({ unit: 'binary', maxLength: 6 })), {
  maxLength: 60,
})
const long = fc
  .tuple(markdownish, fc.integer({ min: 1, max: 120 }))
  .map(([parts, times]) => parts.join('').repeat(times))

describe('whatever a model writes, Telegram accepts it', () => {
  const isAccepted = (markdown: string, limit = maxMessageUnits) => {
    for (const { html, plain } of renderMessages(markdown, limit)) {
      expect(shown(html).text.length).toBeLessThanOrEqual(limit)
      expect(acceptTelegramText({ text: plain }).text.length).toBeGreaterThan(0)
    }
  }

  test('any string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => isAccepted(text)))
  })

  test('anything that looks like Markdown', () => {
    fc.assert(
      fc.property(markdownish, (parts) => isAccepted(parts.join(''))),
      { numRuns: 400 },
    )
  })

  test('however it is cut', () => {
    fc.assert(fc.property(long, fc.integer({ min: 16, max: 400 }), isAccepted), { numRuns: 60 })
  })

  test.each([
    ['quotes nested ten thousand deep', '>'.repeat(10_000)],
    ['lists nested ten thousand deep', '1. '.repeat(10_000)],
    ['quotes and lists nested by turns', '> - '.repeat(10_000)],
    ['unclosed brackets', '['.repeat(20_000)],
    ['emphasis that never closes', '_a'.repeat(20_000)],
    ['delimiters alone', '*'.repeat(20_000)],
    ['a table of nothing', `${'|'.repeat(5_000)}\n|${'-|'.repeat(4_999)}\n`],
    [
      'one long cell over many short ones',
      `|a|b|\n|-|-|\n|${'x'.repeat(3_000)}|b|\n${'|c|d|\n'.repeat(2_000)}`,
    ],
    ['a hundred thousand words', '**word** `code` '.repeat(12_000)],
  ])('%s', (_title, markdown) => {
    isAccepted(markdown)
    expect(renderMessages(markdown).length).toBeLessThan(400)
  })
})

describe('nothing that a person would see is lost', () => {
  // prettier-ignore
  const marks = fc.constantFrom(
    '**', '*', '_', '__', '~~', '`', '\n', '\n\n', '> ', '- ', '1. ', '  - ', '# ', '[', '](', ')', ']', '<b>', '</b>', '&', '\\',
    '\n---\n', '\n\n    ', ' ', '- [x] ', '"', '\n```py\n', '\n```\n', '😀', '|', '\n|-|\n',
  )

  test('every word of any Markdown is shown, in order, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 80 }), fc.integer({ min: 40, max: 400 }), (between, limit) => {
        const words = between.map((_mark, n) => `w${n}w`)
        const source = words.map((word, n) => `${word} ${between[n]}`).join('')
        const seen = renderMessages(source, limit).map(({ plain }) => plain.replace(/\s/g, ''))
        let at = 0
        const joined = seen.join('')
        for (const word of words) {
          const found = joined.indexOf(word, at)
          if (found === -1)
            throw new Error(`${word} of ${JSON.stringify(source)} is not in ${JSON.stringify(joined)}`)
          at = found + word.length
        }
      }),
      { numRuns: 500 },
    )
  })
})
