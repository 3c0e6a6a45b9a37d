const HEADER = 8
const STDERR = 2

/** Takes the engine's frames apart as they come, cut anywhere; nothing is kept beyond an unfinished header. */
export function demux(onOutput: (from: 'stdout' | 'stderr', bytes: Buffer) => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0)
  let left = 0
  let from: 'stdout' | 'stderr' = 'stdout'
  const open = (bytes: Buffer): Buffer => {
    const missing = HEADER - header.length
    header = Buffer.concat([header, bytes.subarray(0, missing)])
    if (header.length < HEADER) return Buffer.alloc(0)
    from = header[0] === STDERR ? 'stderr' : 'stdout'
    left = header.readUInt32BE(4)
    header = Buffer.alloc(0)
    return bytes.subarray(missing)
  }
  return (chunk) => {
    for (let rest = chunk; rest.length > 0;) {
      if (left === 0) {
        rest = open(rest)
        continue
      }
      const part = rest.subarray(0, left)
      onOutput(from, part)
      left -= part.length
      rest = rest.subarray(part.length)
    }
  }
}
