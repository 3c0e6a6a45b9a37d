/**
 * Keeps the beginning and the end of a stream within a fixed size, however much comes. The end is worth a quarter:
 * that is where error messages are.
 */
export class CappedOutput {
  readonly #headLimit: number
  readonly #tailLimit: number
  readonly #head: Buffer[] = []
  #headBytes = 0
  #tail: Buffer[] = []
  #tailBytes = 0
  #total = 0

  constructor(limitBytes: number) {
    this.#tailLimit = Math.floor(limitBytes / 4)
    this.#headLimit = limitBytes - this.#tailLimit
  }

  get totalBytes(): number {
    return this.#total
  }

  add(chunk: Buffer): void {
    this.#total += chunk.length
    const room = this.#headLimit - this.#headBytes
    // Copies: a slice would keep the whole chunk it came from alive.
    if (room > 0) this.#head.push(Buffer.from(chunk.subarray(0, room)))
    this.#headBytes += Math.min(room, chunk.length)
    if (chunk.length > room) this.#addToTail(chunk.subarray(room))
  }

  #addToTail(chunk: Buffer): void {
    const part = Buffer.from(chunk.subarray(Math.max(0, chunk.length - this.#tailLimit)))
    this.#tail.push(part)
    this.#tailBytes += part.length
    // Joined now and then, so that neither many small chunks nor one large copy a chunk add up.
    if (this.#tailBytes > 2 * this.#tailLimit || this.#tail.length > 1_024) this.#trimTail()
  }

  #trimTail(): void {
    const joined = Buffer.concat(this.#tail)
    const kept = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#tailLimit)))
    this.#tail = [kept]
    this.#tailBytes = kept.length
  }

  /** What was kept as text, with a line where something is missing, and how many bytes that is. */
  result(): { text: string; omittedBytes: number } {
    this.#trimTail()
    const head = Buffer.concat(this.#head)
    const tail = this.#tail[0] ?? Buffer.alloc(0)
    const gap = this.#total - head.length - tail.length
    if (gap === 0) return { text: Buffer.concat([head, tail]).toString(), omittedBytes: 0 }
    const [before, after] = [untilWholeCharacter(head), fromWholeCharacter(tail)]
    const omittedBytes = this.#total - before.length - after.length
    return {
      text: `${before.toString()}\n[… ${omittedBytes} bytes left out …]\n${after.toString()}`,
      omittedBytes,
    }
  }
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

/** Without the beginning of a UTF-8 character that was cut at the end. */
function untilWholeCharacter(bytes: Buffer): Buffer {
  let start = bytes.length - 1
  while (start > 0 && bytes.length - start < 4 && isContinuation(bytes[start])) start--
  const lead = bytes[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return bytes.length - start < length ? bytes.subarray(0, start) : bytes
}

/** Without the rest of a UTF-8 character that was cut at the beginning. */
function fromWholeCharacter(bytes: Buffer): Buffer {
  let start = 0
  while (start < 3 && isContinuation(bytes[start])) start++
  return bytes.subarray(start)
}
