/** What a button of ours asks for. A turn id that would not fit into Telegram's 64 bytes is left out. */
export type ButtonWish = { kind: 'stop' | 'continue'; turnId?: string }

const prefixes = { stop: 'stop:', continue: 'go:' } as const

export function encodeWish({ kind, turnId = '' }: ButtonWish): string {
  const data = prefixes[kind] + turnId
  return Buffer.byteLength(data) <= 64 ? data : prefixes[kind]
}

/** Reads a button's data; undefined for what is not ours. */
export function decodeWish(data: string): ButtonWish | undefined {
  const match = /^(stop|go):([\w-]*)$/.exec(data)
  if (!match) return undefined
  const kind = match[1] === 'stop' ? 'stop' : 'continue'
  return match[2] ? { kind, turnId: match[2] } : { kind }
}
