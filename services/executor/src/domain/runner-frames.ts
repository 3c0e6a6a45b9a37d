/** What the runner, process 1 of every sandbox, says. The protocol is told in images/sandbox/runner/PROTOCOL.md. */
export type RunnerFrame =
  | { kind: 'ready' }
  /** The whole command is there and begins now; from here on it has run. */
  | { kind: 'started'; at: Date }
  | { kind: 'stdout' | 'stderr'; bytes: Buffer }
  | { kind: 'written'; bytes: number; hidden: boolean }
  /** Nothing of the command is alive any more. */
  | { kind: 'exit'; exit: RunnerExit }

/** `code`: exit code, number of the signal, or errno of what could not be begun. */
export interface RunnerExit {
  how: 'exited' | 'signalled' | 'backstop' | 'output_limit' | 'killed' | 'not_begun'
  code: number
}

export interface RunnerCommand {
  argv: string[]
  /** Below /work; `''` is /work itself. */
  workdirRel: string
  /** When the runner ends it by itself, should nobody else be there to do it. */
  backstopSeconds: number
  /** More than this of both outputs together ends it. */
  outputLimitBytes: number
}

const VERSION = 1
const HEADER = 5
const LONGEST_OUTPUT = 32 * 1_024
/** Any other frame is a few numbers. */
const LONGEST_WORD = 64

const ways: Record<string, RunnerExit['how']> = {
  e: 'exited',
  s: 'signalled',
  t: 'backstop',
  o: 'output_limit',
  k: 'killed',
  n: 'not_begun',
}

export function commandFrame({ argv, workdirRel, backstopSeconds, outputLimitBytes }: RunnerCommand): Buffer {
  const limits = Buffer.alloc(8)
  limits.writeUInt32BE(backstopSeconds, 0)
  limits.writeUInt32BE(outputLimitBytes, 4)
  const strings = [workdirRel, ...argv].map((text) => Buffer.from(`${text}\0`))
  return frame('C', Buffer.concat([limits, ...strings]))
}

/** Ends everything of the command. */
export const killFrame = frame('K')
/** Asks how much the command has written. */
export const writtenFrame = frame('U')

function frame(kind: string, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER)
  header.write(kind, 'latin1')
  header.writeUInt32BE(payload.length, 1)
  return Buffer.concat([header, payload, Buffer.from('\n')])
}

/**
 * Takes the runner's frames apart as their bytes come, cut anywhere. Output is passed on in the pieces it came in, so that
 * nothing is kept beyond a few bytes.
 */
export class FrameReader {
  readonly #onFrame: (frame: RunnerFrame) => void
  #header = Buffer.alloc(0)
  #kind = ''
  #left = 0
  /** What has come of a frame that is no output. */
  #word = Buffer.alloc(0)

  constructor(onFrame: (frame: RunnerFrame) => void) {
    this.#onFrame = onFrame
  }

  /** @throws TypeError when the bytes are no frames of the runner's. */
  read(chunk: Buffer): void {
    let rest = chunk
    while (rest.length > 0) {
      if (this.#kind === '') rest = this.#readHeader(rest)
      else if (this.#left > 0) rest = this.#readPayload(rest)
      else rest = this.#readEnd(rest)
    }
  }

  #readHeader(bytes: Buffer): Buffer {
    const missing = HEADER - this.#header.length
    this.#header = Buffer.concat([this.#header, bytes.subarray(0, missing)])
    if (this.#header.length < HEADER) return nothing
    this.#kind = String.fromCharCode(this.#header[0]!)
    this.#left = this.#header.readUInt32BE(1)
    this.#header = nothing
    const most = isOutput(this.#kind) ? LONGEST_OUTPUT : LONGEST_WORD
    if (this.#left > most) throw new TypeError('a frame is too long')
    return bytes.subarray(missing)
  }

  #readPayload(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.#left)
    this.#left -= part.length
    if (!isOutput(this.#kind)) this.#word = Buffer.concat([this.#word, part])
    else this.#onFrame({ kind: this.#kind === 'O' ? 'stdout' : 'stderr', bytes: part })
    return bytes.subarray(part.length)
  }

  #readEnd(bytes: Buffer): Buffer {
    if (bytes[0] !== 0x0a) throw new TypeError('a frame does not end where it should')
    const [kind, word] = [this.#kind, this.#word]
    this.#kind = ''
    this.#word = nothing
    if (!isOutput(kind)) this.#onFrame(wordFrame(kind, word))
    return bytes.subarray(1)
  }
}

const nothing = Buffer.alloc(0)
const isOutput = (kind: string) => kind === 'O' || kind === 'E'

function wordFrame(kind: string, payload: Buffer): RunnerFrame {
  switch (`${kind}${payload.length}`) {
    case 'R1':
      if (payload[0] !== VERSION)
        throw new TypeError('the runner speaks another version; build the images again')
      return { kind: 'ready' }
    case 'S8':
      return { kind: 'started', at: new Date(Number(payload.readBigUInt64BE())) }
    case 'W9':
      return { kind: 'written', bytes: Number(payload.readBigUInt64BE()), hidden: payload[8] !== 0 }
    case 'X5': {
      const how = ways[String.fromCharCode(payload[0]!)]
      if (how) return { kind: 'exit', exit: { how, code: payload.readUInt32BE(1) } }
    }
  }
  throw new TypeError('the runner says what it never should')
}
