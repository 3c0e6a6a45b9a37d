import type { Readable } from 'node:stream'

const HEADER = 8
const STDERR = 2

/**
 * Takes the engine's frames apart as they come; nothing is kept beyond an unfinished header.
 * Resolves at the end of the stream; rejects when it breaks.
 */
export async function demux(
  stream: Readable,
  onOutput: (from: 'stdout' | 'stderr', bytes: Buffer) => void,
): Promise<void> {
  let header = Buffer.alloc(0)
  let left = 0
  let from: 'stdout' | 'stderr' = 'stdout'
  for await (let chunk of stream as AsyncIterable<Buffer>) {
    while (chunk.length > 0) {
      if (left === 0) {
        const missing = HEADER - header.length
        header = Buffer.concat([header, chunk.subarray(0, missing)])
        chunk = chunk.subarray(missing)
        if (header.length < HEADER) break
        from = header[0] === STDERR ? 'stderr' : 'stdout'
        left = header.readUInt32BE(4)
        header = Buffer.alloc(0)
        continue
      }
      const part = chunk.subarray(0, left)
      onOutput(from, part)
      left -= part.length
      chunk = chunk.subarray(part.length)
    }
  }
}
