/** Browser code: a rich message's Markdown as DOM nodes, as far as Aika writes it. */
export const richScript = String.raw`
const inlineMarks = /\x60([^\x60]+)\x60|\*\*(.+?)\*\*|~~(.+?)~~|\|\|(.+?)\|\||(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|\[([^\]]+)\]\(([^)\s]+)\)/g

function inlineNodes(text) {
  const nodes = []
  let at = 0
  for (const match of text.matchAll(inlineMarks)) {
    if (match.index > at) nodes.push(text.slice(at, match.index))
    nodes.push(inlineNode(match))
    at = match.index + match[0].length
  }
  if (at < text.length) nodes.push(text.slice(at))
  return nodes
}

function inlineNode([, code, bold, struck, hidden, italic, label, url]) {
  if (code !== undefined) return el('code', {}, code)
  if (bold !== undefined) return el('b', {}, ...inlineNodes(bold))
  if (struck !== undefined) return el('s', {}, ...inlineNodes(struck))
  if (hidden !== undefined) return el('span', { class: 'spoiler', tabindex: '0' }, ...inlineNodes(hidden))
  if (italic !== undefined) return el('i', {}, ...inlineNodes(italic))
  return link(url, inlineNodes(label))
}

/** One block at a time: each reader takes the lines it understands and gives a node. */
function richNodes(markdown) {
  const lines = markdown.split('\n')
  const nodes = []
  while (lines.length) {
    if (!lines[0].trim()) lines.shift()
    else nodes.push(fenceBlock(lines) || tableBlock(lines) || quoteBlock(lines) || listBlock(lines) || headingBlock(lines) || paragraph(lines))
  }
  return nodes
}

function fenceBlock(lines) {
  const opening = /^\s*(\x60{3,})\s*(\S*)/.exec(lines[0])
  if (!opening) return undefined
  lines.shift()
  const end = lines.findIndex((line) => line.trim().startsWith(opening[1]))
  const code = lines.splice(0, end < 0 ? lines.length : end)
  lines.shift()
  return codeBlock(code.join('\n'), opening[2])
}

const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim())

function tableBlock(lines) {
  if (!/^\s*\|?[\s:|-]+$/.test(lines[1] || '') || !lines[0].includes('|') || !lines[1].includes('-')) return undefined
  const end = lines.findIndex((line) => !line.includes('|'))
  const [head, , ...rows] = lines.splice(0, end < 0 ? lines.length : end)
  const row = (tag) => (line) => el('tr', {}, ...cells(line).map((cell) => el(tag, {}, ...inlineNodes(cell))))
  return el('table', {}, row('th')(head), ...rows.map(row('td')))
}

function takeWhile(lines, pattern) {
  const end = lines.findIndex((line) => !pattern.test(line))
  return lines.splice(0, end < 0 ? lines.length : end)
}

function quoteBlock(lines) {
  const quoted = takeWhile(lines, /^\s*>/)
  return quoted.length ? el('blockquote', {}, ...richNodes(quoted.map((line) => line.replace(/^\s*> ?/, '')).join('\n'))) : undefined
}

function listBlock(lines) {
  const items = takeWhile(lines, /^\s*(?:[-*+]|\d+[.)]) /)
  if (!items.length) return undefined
  const numbered = /^\s*\d/.test(items[0])
  return el(numbered ? 'ol' : 'ul', {}, ...items.map((item) =>
    el('li', { class: /^\s{2,}/.test(item) ? 'inner' : undefined }, ...inlineNodes(item.replace(/^\s*(?:[-*+]|\d+[.)]) /, '')))))
}

function headingBlock(lines) {
  const heading = /^(#{1,6}) (.*)$/.exec(lines[0])
  if (/^\s*(---+|\*\*\*+)\s*$/.test(lines[0])) { lines.shift(); return el('hr') }
  if (!heading) return undefined
  lines.shift()
  return el('h4', {}, ...inlineNodes(heading[2]))
}

function paragraph(lines) {
  const text = [lines.shift(), ...takeWhile(lines, /^(?!\s*$|\s*(?:[-*+>|]|\d+[.)]) |\s*\x60{3}|#)/)]
  return el('p', {}, ...inlineNodes(text.join('\n')))
}
`
