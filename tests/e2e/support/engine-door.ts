import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A second socket to the engine, which a test can close. Nobody else who uses the engine notices. */
export interface EngineDoor extends AsyncDisposable {
  path: string
  /** Breaks every connection, and each new one at once. */
  close(): void
  open(): void
}

export async function engineDoor(): Promise<EngineDoor> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aika-test-engine-'))
  const socketPath = path.join(folder, 'engine.sock')
  const connections = new Set<Socket>()
  let isOpen = true

  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (!isOpen) return near.destroy()
    const far = connect({ path: '/var/run/docker.sock', allowHalfOpen: true })
    near.pipe(far).pipe(near)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      connections.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        connections.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(socketPath)
  await once(server, 'listening')
  await chmod(folder, 0o755)
  await chmod(socketPath, 0o666)

  const close = () => {
    isOpen = false
    for (const socket of connections) socket.destroy()
  }
  return {
    path: socketPath,
    close,
    open: () => void (isOpen = true),
    async [Symbol.asyncDispose]() {
      close()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}
