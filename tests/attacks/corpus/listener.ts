import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'

/** Where an attack would call home: an address of ours on an internal Docker network, which nothing routes anywhere. */
export interface Hits extends AsyncDisposable {
  readonly network: string
  readonly host: string
  /** Of the same network, where the machine has IPv6; an address that is private to it in any case. */
  readonly host6: string
  readonly port: number
  /** Who called since the last time this was asked. */
  taken(): string[]
}

/** An internal network of this run's own, with listeners on the host's end of it. Says `secret` to whoever calls. */
export async function listenForHits(network: string, secret: string): Promise<Hits> {
  const prefix = `fd7a:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}:`
  createNetwork(network, `${prefix}:/64`)
  await using resources = new AsyncDisposableStack()
  resources.defer(() => void docker('network', 'rm', network))
  const host = docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', network).trim()
  const hits: string[] = []
  const listen = async (address: string | { path: string }, port: number) => {
    const server = createServer((socket) => {
      hits.push(typeof address === 'string' ? `${socket.remoteAddress} on ${port}` : 'the abstract socket')
      // Who has called may be gone without a word.
      socket.on('error', () => undefined).setTimeout(2_000, () => socket.destroy())
      socket.end(secret)
    })
    server.listen(typeof address === 'string' ? { host: address, port } : address)
    await once(server, 'listening')
    resources.defer(() => closed(server))
    return server
  }
  const { port } = (await listen(host, 0)).address() as AddressInfo
  for (const fixed of [80, 443]) await listen(host, fixed)
  await listen('127.0.0.1', port)
  await listen({ path: '\0canary' }, 0)
  const datagrams = createSocket('udp4', (_, from) => hits.push(`${from.address} by UDP`))
  datagrams.bind(port, host)
  await once(datagrams, 'listening')
  resources.defer(() => void datagrams.close())
  const held = resources.move()
  return {
    network,
    host,
    host6: `${prefix}:1`,
    port,
    taken: () => hits.splice(0),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

function createNetwork(network: string, subnet6: string): void {
  try {
    docker('network', 'create', '--internal', '--ipv6', '--subnet', subnet6, network)
  } catch {
    docker('network', 'create', '--internal', network)
  }
}

const closed = (server: Server) => new Promise<void>((resolve) => void server.close(() => resolve()))

const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8', timeout: 30_000 })
