import type { Printed } from '../domain/admin-run.ts'

/** More is kept than shown, so that a secret at the edge is seen whole and taken out whole. */
const marginBytes = 4_096

/** Keeps the beginning of what a command prints; memory does not grow with what comes after. */
export class PrintedText {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #kept = 0
  #total = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  add(bytes: Buffer): void {
    this.#total += bytes.length
    const room = this.#maxBytes + marginBytes - this.#kept
    if (room <= 0) return
    this.#chunks.push(Buffer.from(bytes.subarray(0, room)))
    this.#kept += Math.min(room, bytes.length)
  }

  /** @param scrub - takes secrets out, none of which is longer than 4 KiB. */
  result(scrub: (text: string) => string): Printed {
    const clean = readable(scrub(Buffer.concat(this.#chunks).toString('utf8')))
    // Half a secret may stand where the rest was not kept.
    const whole = this.#total > this.#kept ? clean.slice(0, -marginBytes) : clean
    const text = cut(whole, this.#maxBytes)
    return { text, omittedBytes: Math.max(0, this.#total - this.#maxBytes) }
  }
}

/** Control characters mean nothing in a chat. */
function readable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}

function cut(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  return bytes
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '')
}
