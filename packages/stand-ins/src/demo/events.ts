import type { ServerResponse } from 'node:http'
import type { World } from '../world.ts'

const heartbeatMs = 15_000

/** Server-sent events of everything that happens in any chat, until the page goes away. */
export function streamEvents({ telegram }: World, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 1000\n\n')
  const stop = telegram.chats.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`))
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs)
  return new Promise((resolve) => {
    response.once('close', () => {
      stop()
      clearInterval(heartbeat)
      resolve()
    })
  })
}
