import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { containerSpec, sandboxUser, type SandboxSettings } from '../../src/domain/container-spec.ts'
import { sandboxTestSettings } from '../bare-sandbox.ts'
import { askEngine, askForBytes, attachTo } from './raw-engine.ts'

/** A frame of the runner's, taken apart here once more so that the service's own reader is not its only judge. */
export interface Frame {
  kind: string
  payload: Buffer
}

/** A runner that has said it is ready, in a container of the real spec. */
export interface RunnerContainer {
  readonly id: string
  /** All frames so far. */
  readonly frames: Frame[]
  readonly socket: Socket
  send(bytes: Buffer): void
  /** The first frame of that kind or a later one, waited for; fails when the runner ends without it. */
  frame(kind: string, which?: number): Promise<Frame>
  /** Resolves with the runner's own exit code. */
  ended(): Promise<number>
}

export function frameOf(kind: string, payload: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(payload)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([Buffer.from(kind), length, bytes, Buffer.from('\n')])
}

export interface Command {
  argv: string[]
  folder?: string
  backstopSeconds?: number
  outputLimit?: number
}

export function commandOf({
  argv,
  folder = '',
  backstopSeconds = 20,
  outputLimit = 16 * 2 ** 20,
}: Command): Buffer {
  const limits = Buffer.alloc(8)
  limits.writeUInt32BE(backstopSeconds, 0)
  limits.writeUInt32BE(outputLimit, 4)
  return frameOf('C', Buffer.concat([limits, ...[folder, ...argv].map((text) => Buffer.from(`${text}\0`))]))
}

/** Runners of one test file: a folder that all share as /work, a label of their own, gone afterwards. */
export function useRunners() {
  const owner = `aika-test-runner-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const folder = mkdtempSync(join(tmpdir(), 'aika-runner-'))
  chmodSync(folder, 0o700)
  chownSync(folder, sandboxUser.uid, sandboxUser.gid)

  afterAll(async () => {
    const filters = encodeURIComponent(JSON.stringify({ label: [`aika.owner=${owner}`] }))
    const left = (await askEngine('GET', `/containers/json?all=1&filters=${filters}`)) as { Id: string }[]
    await Promise.all(left.map(({ Id }) => remove(Id)))
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(change: Partial<SandboxSettings> = {}): Promise<RunnerContainer> {
    const spec = containerSpec(42, folder, sandboxTestSettings(owner, change))
    const { Id: id } = (await askEngine('POST', '/containers/create', spec)) as { Id: string }
    const runner = listen(id, await attachTo(id))
    await askEngine('POST', `/containers/${id}/start`)
    await runner.frame('R')
    return runner
  }

  /** What the engine has kept of a runner's words. */
  async function record(id: string): Promise<Frame[]> {
    const frames: Frame[] = []
    takingApart(frames)(await askForBytes('GET', `/containers/${id}/logs?stdout=1&stderr=1`))
    return frames
  }
  return { folder, start, record }
}

const remove = (id: string) => askEngine('DELETE', `/containers/${id}?force=1`).catch(() => undefined)

function listen(id: string, socket: Socket): RunnerContainer {
  const frames: Frame[] = []
  let isOver = false
  const take = takingApart(frames)
  socket.on('data', (bytes: Buffer) => {
    take(bytes)
    socket.emit('frames')
  })
  socket.once('close', () => {
    isOver = true
    socket.emit('frames')
  })
  // A runner that is gone hangs up on who still writes.
  socket.on('error', () => undefined)

  async function frame(kind: string, which = 0): Promise<Frame> {
    for (;;) {
      const found = frames.filter((each) => each.kind === kind)[which]
      if (found) return found
      if (isOver) throw new Error(`the runner ended without ${kind}`)
      await once(socket, 'frames')
    }
  }
  async function ended() {
    socket.resume()
    const { StatusCode } = (await askEngine('POST', `/containers/${id}/wait`)) as { StatusCode: number }
    while (!isOver) await once(socket, 'frames')
    return StatusCode
  }
  return { id, socket, frames, send: (bytes) => void socket.write(bytes), frame, ended }
}

/** Adds the frames to a list as their bytes come; the runner has nothing to say on stderr. */
function takingApart(frames: Frame[]): (bytes: Buffer) => void {
  let engine: Buffer = Buffer.alloc(0)
  let runner: Buffer = Buffer.alloc(0)
  return (bytes) => {
    engine = takeAll(Buffer.concat([engine, bytes]), engineFrame, ({ kind, payload }) => {
      if (kind !== '\x01') throw new Error(`the runner complains: ${payload.toString()}`)
      runner = takeAll(Buffer.concat([runner, payload]), runnerFrame, (frame) => void frames.push(frame))
    })
  }
}

interface Part extends Frame {
  size: number
}

/** 4 bytes which stream, 4 bytes length. */
function engineFrame(bytes: Buffer): Part | undefined {
  const size = bytes.length < 8 ? Infinity : 8 + bytes.readUInt32BE(4)
  if (bytes.length < size) return undefined
  return { kind: String.fromCharCode(bytes[0]!), payload: bytes.subarray(8, size), size }
}

function runnerFrame(bytes: Buffer): Part | undefined {
  const size = bytes.length < 5 ? Infinity : 6 + bytes.readUInt32BE(1)
  if (bytes.length < size) return undefined
  if (bytes[size - 1] !== 0x0a) throw new Error('a frame does not end with a newline')
  return { kind: String.fromCharCode(bytes[0]!), payload: bytes.subarray(5, size - 1), size }
}

/** @returns what is left over. */
function takeAll(bytes: Buffer, next: (bytes: Buffer) => Part | undefined, give: (frame: Frame) => void) {
  let rest = bytes
  for (let part = next(rest); part; part = next(rest)) {
    rest = rest.subarray(part.size)
    give(part)
  }
  return rest
}
