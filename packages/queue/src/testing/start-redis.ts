import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openRedis, type Connection } from '../connection.ts'

/** A Redis of its own, on loopback. Disposal kills it and removes what it kept. */
export interface OwnRedis extends AsyncDisposable {
  readonly connection: Connection
  /** Ends it with this signal and starts it again on the same port and files. */
  restart(signal?: NodeJS.Signals): Promise<void>
}

/** Needs `redis-server` on the PATH. */
export async function startRedis(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'aika-redis-'))
  const port = await freePort()
  let server: ChildProcess

  const start = async () => {
    server = spawn('redis-server', serverArguments(port, folder), { stdio: 'ignore' })
    await answering(port, server)
  }
  const stop = async (signal: NodeJS.Signals) => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }

  await start()
  return {
    connection: { host: '127.0.0.1', port },
    async restart(signal = 'SIGTERM') {
      await stop(signal)
      await start()
    },
    async [Symbol.asyncDispose]() {
      await stop('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function serverArguments(port: number, folder: string): string[] {
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
  }
  return [...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]), '--save', '']
}

async function answering(port: number, server: ChildProcess): Promise<void> {
  const failure = new Promise<never>((_, reject) => {
    server.once('error', () =>
      reject(new Error('redis-server is not on the PATH: apt-get install redis-server')),
    )
  })
  const redis = openRedis({ host: '127.0.0.1', port, retryStrategy: () => 25, maxRetriesPerRequest: null })
  try {
    await Promise.race([
      redis.ping(),
      failure,
      delay(10_000, undefined, { ref: false }).then(() => Promise.reject(new Error('no Redis'))),
    ])
  } finally {
    redis.disconnect()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
