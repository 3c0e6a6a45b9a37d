import { Duplex, Readable } from 'node:stream'
import type { ContainerView, Engine } from '../src/adapters/engine.ts'
import type { ContainerSpec } from '../src/domain/container-spec.ts'

export interface RecordingEngine extends Engine {
  /** Every container that was asked for, as it was asked for. */
  readonly made: { name: string; spec: ContainerSpec }[]
  /** Every name or id that anything was asked about. */
  readonly named: Set<string>
  /** Every name that a container was given later. */
  readonly renamed: Set<string>
}

interface Container {
  id: string
  name: string
  spec: ContainerSpec
  createdAt: Date
  isRunning: boolean
  line: Duplex
}

/** An engine that runs nothing: it writes down what it is asked for, and each command exits with 0 at once. */
export function recordingEngine(): RecordingEngine {
  const made: RecordingEngine['made'] = []
  const named = new Set<string>()
  const renamed = new Set<string>()
  const all = new Map<string, Container>()
  const find = (idOrName: string) => {
    named.add(idOrName)
    return all.get(idOrName) ?? [...all.values()].find(({ name }) => name === idOrName)
  }
  const remove = async (id: string) => {
    const container = find(id)
    if (!container) return
    container.line.push(null)
    all.delete(container.id)
  }
  return {
    made,
    named,
    renamed,
    ping: async () => undefined,
    info: () => Promise.reject(new Error('nobody asks this here')),
    hasImage: async () => true,
    async create(name, spec) {
      const id = made.length.toString(16).padStart(64, '0')
      made.push({ name, spec: structuredClone(spec) })
      all.set(id, { id, name, spec, createdAt: new Date(), isRunning: false, line: runner() })
      return id
    },
    async inspect(id) {
      const container = find(id)
      return container && viewOf(container)
    },
    async rename(id, name) {
      renamed.add(name)
      const container = find(id)
      if (container) container.name = name
    },
    attach: async (id) => find(id)!.line,
    logs: async () => Readable.from([]),
    async start(id) {
      find(id)!.isRunning = true
      find(id)!.line.push(said('R', Buffer.from([1])))
    },
    kill: remove,
    remove,
    removeUnlessRunning: async (id) => (await remove(id), true),
    list: async () =>
      [...all.values()].map(({ id, name, spec, createdAt, isRunning }) => ({
        containerId: id,
        name,
        isRunning,
        createdAt,
        userId: Number(spec.Labels['aika.user']),
      })),
  }
}

/** Says that whatever it was told has begun and has exited. */
function runner(): Duplex {
  const line: Duplex = new Duplex({
    read: () => undefined,
    write: (_bytes, _encoding, done) => {
      line.push(said('S', Buffer.alloc(8)))
      line.push(said('X', Buffer.from([0x65, 0, 0, 0, 0])))
      line.push(null)
      done()
    },
  })
  return line
}

/** A frame of the runner's in a frame of the engine's. */
function said(kind: string, payload: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(payload.length)
  const frame = Buffer.concat([Buffer.from(kind), length, payload, Buffer.from('\n')])
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(frame.length, 4)
  return Buffer.concat([header, frame])
}

function viewOf({ id, spec, createdAt, isRunning }: Container): ContainerView {
  const { HostConfig, Healthcheck: _healthcheck, ...config } = spec
  const { Mounts, ...host } = HostConfig
  return {
    Id: id,
    Created: createdAt.toISOString(),
    State: {
      Status: isRunning ? 'running' : 'created',
      Running: isRunning,
      OOMKilled: false,
      ExitCode: 0,
      Error: '',
      StartedAt: createdAt.toISOString(),
      FinishedAt: '',
    },
    Config: config,
    HostConfig: host,
    Mounts: Mounts.map(({ Source, Target }) => ({ Type: 'bind', Source, Destination: Target, RW: true })),
  }
}
