import { html } from './html.ts'

test('values in a page: escaped, unless they are markup; absent ones leave nothing', () => {
  const bold = html`<b>${'<x>'}</b>`

  expect(String(html`<p title="${`"&'`}">${bold}${[bold, 'a<b']}${undefined}${false}${0}</p>`)).toBe(
    '<p title="&quot;&amp;&#39;"><b>&lt;x&gt;</b><b>&lt;x&gt;</b>a&lt;b0</p>',
  )
})
