import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { attachContainer } from './attach-container.ts'
import { judgeRequest } from './judge-request.ts'
import type { Proxy } from './proxy.ts'
import { afterBody } from './read-body.ts'
import { refuseLine } from './refusals.ts'

/** A request for a raw line: to a container's streams, or refused. */
export async function attach(
  proxy: Proxy,
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
): Promise<void> {
  const body = afterBody(request, head)
  const verdict = judgeRequest(request.method ?? '', request.url ?? '', '', proxy.settings)
  if (!verdict.allowed) return refuseLine(proxy, request, client, verdict.reason)
  const { call } = verdict
  if (call.kind !== 'container' || call.action !== 'attach' || !body) {
    return refuseLine(proxy, request, client, 'this is nothing to attach to')
  }
  const container = await proxy.own.find(call.container)
  if (!container) return refuseLine(proxy, request, client, 'there is no such container of ours', 404)
  if (call.withInput && container.state === 'spent') {
    return refuseLine(proxy, request, client, 'its start was not seen here, so it gets no input')
  }
  await skip(client, body.skip)
  const path = `/containers/${container.id}${call.rest}`
  await attachContainer(proxy.engine, container, path, client, body.rest)
}

/** Takes what is left of a body off the line. */
async function skip(client: Duplex, bytes: number): Promise<void> {
  for (let left = bytes; left > 0;) {
    const chunk = client.read() as Buffer | null
    if (chunk) {
      if (chunk.length > left) client.unshift(chunk.subarray(left))
      left -= chunk.length
      continue
    }
    if (client.readableEnded || client.destroyed) return
    await new Promise((resolve) => client.once('readable', resolve).once('close', resolve))
  }
}
