import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { httpFetch } from './http-fetch.ts'

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const lines = new Set<Socket>()
  let closed = 0
  server.on('connection', (line: Socket) => {
    lines.add(line)
    line.on('close', () => closed++)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/there?alt=sse`,
    lines,
    closed: () => closed,
    [Symbol.dispose]: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const echo = (request: IncomingMessage, response: ServerResponse) => {
  const said: Buffer[] = []
  request.on('data', (chunk: Buffer) => said.push(chunk))
  request.on('end', () => {
    response.writeHead(418, { 'x-said': [request.method, request.url, request.headers['x-who']].join(' ') })
    response.end(Buffer.concat(said))
  })
}

describe('fetch on Node’s own HTTP', () => {
  test('method, path, headers and text go there, and what is answered comes back; one line does for all', async () => {
    using server = await serve(echo)
    const fetch = httpFetch()

    for (const body of ['привет', 'again']) {
      const answer = await fetch(server.url, { method: 'POST', headers: { 'X-Who': 'me' }, body })

      expect(answer).toMatchObject({ ok: false, status: 418 })
      expect(answer.headers.get('x-said')).toBe('POST /there?alt=sse me')
      expect(await answer.text()).toBe(body)
    }
    expect(server.lines.size).toBe(1)
  })

  test('aborted before an answer, or with half of it: the call fails and its line is closed', async () => {
    using server = await serve((request, response) => {
      if (request.method === 'POST') response.write('half of')
    })
    const fetch = httpFetch()
    const [early, late] = [new AbortController(), new AbortController()]

    const asked = fetch(server.url, { signal: early.signal })
    const half = await fetch(server.url, { method: 'POST', signal: late.signal })
    early.abort()
    late.abort()

    await expect(asked).rejects.toThrow('aborted')
    await expect(half.text()).rejects.toThrow()
    while (server.closed() < 2) await new Promise(setImmediate)
  })

  test('the other side breaks off: that is an error, not an end', async () => {
    using server = await serve((_request, response) => {
      response.write('half of')
      setImmediate(() => response.destroy())
    })

    const answer = await httpFetch()(server.url, { method: 'POST', body: '' })

    await expect(answer.text()).rejects.toThrow()
  })

  test('an answer that is none: an error', async () => {
    using server = await serve((_request, response) => response.writeHead(204).end())

    await expect(httpFetch()(server.url)).rejects.toThrow('204')
  })
})
