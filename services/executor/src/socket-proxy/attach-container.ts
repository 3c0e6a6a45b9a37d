import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { EngineClient } from './engine-client.ts'
import type { OwnContainer } from './own-containers.ts'

const hello =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'

/**
 * Joins a client's line with a container's streams, half-closing included. Input is held back until the container has
 * been seen to start with the right folder, and never reaches one that was not.
 *
 * @param early - what the client has sent already.
 */
export async function attachContainer(
  engine: EngineClient,
  container: OwnContainer,
  path: string,
  client: Duplex,
  early: Buffer,
): Promise<void> {
  const attached = await engine.attach(path)
  if ('refusal' in attached) return passRefusal(attached.refusal, client)
  const { line, head } = attached
  // Gone while the engine took its time; nothing would tell of it any more.
  if (client.destroyed) return void line.destroy()
  const endBoth = () => {
    client.destroy()
    line.destroy()
  }
  client.on('error', endBoth).on('close', endBoth)
  line.on('error', endBoth).on('close', () => client.end())
  client.write(hello)
  if (head.length > 0) client.write(head)
  line.pipe(client)
  if (early.length > 0) client.unshift(early)
  whenSound(container, () => client.pipe(line), endBoth)
}

function whenSound(container: OwnContainer, begin: () => void, giveUp: () => void): void {
  const decide = () => {
    if (container.state === 'sound') begin()
    else if (container.state === 'made') container.onStarted.add(decide)
    else giveUp()
  }
  if (container.state === 'starting') container.onStarted.add(decide)
  else decide()
}

function passRefusal(refusal: IncomingMessage, client: Duplex): void {
  client.write(`HTTP/1.1 ${refusal.statusCode} Refused\r\nConnection: close\r\n\r\n`)
  refusal.pipe(client)
}
