import type { Readable, Writable } from 'node:stream'
import { RecordReader } from '../domain/record-reader.ts'
import { FrameReader, type RunnerFrame } from '../domain/runner-frames.ts'
import { demux } from './demux.ts'
import { unavailable } from './engine.ts'

/** A connection to the runner of one sandbox, or the engine's record of what it said. */
export interface RunnerLine {
  /** Who hears the frames from now on; those that came before are told at once. One listener at a time. */
  listen(onFrame: (frame: RunnerFrame) => void): void
  send(frame: Buffer): void
  /** Resolves at the end of the connection, with what was wrong if something was. */
  ended: Promise<Error | undefined>
  close(): void
}

/**
 * Speaks with a runner through the engine's stream. What is not the runner's language ends the connection.
 *
 * @param input - where frames for the runner go.
 */
export function runnerLine(stream: Readable, input?: Writable): RunnerLine {
  return lineOver(stream, (onFrame) => new FrameReader(onFrame), input)
}

/** Listens to the engine's record of a runner, of which something may be gone. */
export function recordLine(stream: Readable): RunnerLine {
  return lineOver(stream, (onFrame) => new RecordReader(onFrame))
}

interface Reader {
  read(chunk: Buffer): void
  end?(): void
}

function lineOver(
  stream: Readable,
  readerOf: (onFrame: (frame: RunnerFrame) => void) => Reader,
  input?: Writable,
): RunnerLine {
  const unheard: RunnerFrame[] = []
  let hear: (frame: RunnerFrame) => void = (frame) => unheard.push(frame)
  const ended = Promise.withResolvers<Error | undefined>()
  const end = (why?: Error) => {
    ended.resolve(why)
    stream.destroy()
  }
  const frames = readerOf((frame) => hear(frame))
  const read = demux((from, bytes) => {
    // Only the runner writes there, and it has nothing to say on stderr.
    if (from === 'stderr') throw new TypeError('the runner complains')
    frames.read(bytes)
  })
  stream.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch (error) {
      end(unavailable('what the sandbox says is not its runner’s language', error))
    }
  })
  stream.once('end', () => {
    frames.end?.()
    end()
  })
  stream.once('close', () => end())
  stream.once('error', (error) => end(unavailable('the connection to the engine broke', error)))
  return {
    listen(onFrame) {
      hear = onFrame
      unheard.splice(0).forEach(onFrame)
    },
    // A runner that is gone has ended the connection, which says so.
    send: (frame) => void (input?.writable && input.write(frame)),
    ended: ended.promise,
    close: () => end(),
  }
}
