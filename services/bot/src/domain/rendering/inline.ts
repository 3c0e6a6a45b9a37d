const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  middot: '·',
  rarr: '→',
  larr: '←',
  times: '×',
  copy: '©',
  deg: '°',
  euro: '€',
}
const reference = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi

/** Character references as Markdown's text may hold them; unknown ones stay as they are. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(reference, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name) return named[name] ?? whole
    return characterOf(hex ? Number.parseInt(hex, 16) : Number(decimal)) ?? whole
  })
}

function characterOf(code: number): string | undefined {
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0)
  if (code > 0x10_ffff || isControl || (code >= 0xd800 && code <= 0xdfff)) return undefined
  return String.fromCodePoint(code)
}

const protocols = new Set(['http:', 'https:', 'tg:', 'mailto:'])

/** The address in the form Telegram takes, or undefined for one that no link may have. */
export function safeAddress(href: string): string | undefined {
  if (href.length > 2_000 || !URL.canParse(href)) return undefined
  const url = new URL(href)
  return protocols.has(url.protocol) ? url.href : undefined
}
