import { FrameReader, type RunnerFrame } from './runner-frames.ts'

/** An exit's whole frame, which is the last that a runner says. */
const EXIT_BYTES = 11
const gap = Buffer.from('[… of what it printed, much is lost: no more was kept …]\n')

/**
 * Reads what the engine kept of a runner's words. It keeps the newest 16 MB, and short lines take many times their size
 * there: where the beginning or anything after it is gone, frames cannot be told from what a command printed any more.
 * Then nothing counts but the very last frame, and only once the record has come to its end.
 */
export class RecordReader {
  readonly #onFrame: (frame: RunnerFrame) => void
  readonly #frames: FrameReader
  #hasBeginning = false
  #isTorn = false
  #last = Buffer.alloc(0)

  constructor(onFrame: (frame: RunnerFrame) => void) {
    this.#onFrame = onFrame
    this.#frames = new FrameReader((frame) => this.#hear(frame))
  }

  /** Whether some of it is gone. That is so only after output, thus after the command has begun. */
  get isTorn(): boolean {
    return this.#isTorn
  }

  read(chunk: Buffer): void {
    if (!this.#isTorn) {
      try {
        return this.#frames.read(chunk)
      } catch {
        this.#isTorn = true
        this.#onFrame({ kind: 'stderr', bytes: gap })
      }
    }
    this.#last = Buffer.concat([this.#last, chunk.subarray(-EXIT_BYTES)]).subarray(-EXIT_BYTES)
  }

  end(): void {
    if (!this.#isTorn) return
    try {
      new FrameReader((frame) => frame.kind === 'exit' && this.#onFrame(frame)).read(this.#last)
    } catch {
      // The container ended without its runner's word.
    }
  }

  #hear(frame: RunnerFrame): void {
    this.#hasBeginning ||= frame.kind === 'ready'
    if (!this.#hasBeginning) throw new TypeError('the record does not begin where the runner did')
    this.#onFrame(frame)
  }
}
