// Kept small on purpose: no logger, no schemas. Its settings come on stdin, from settings.ts.
import { text } from 'node:stream/consumers'
import { serveSocketProxy } from './proxy-server.ts'
import type { SocketProxyOptions } from './proxy.ts'
import { parseJson } from './same-json.ts'

const say = (level: string) => (fields: object, msg: string) => {
  const line = { level, time: new Date().toISOString(), service: 'socket-proxy', ...fields, msg }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const options = parseJson(await text(process.stdin)) as SocketProxyOptions | undefined
if (options) {
  await serveSocketProxy({ ...options, log: { warn: say('warn') } })
  say('info')({}, 'ready')
} else {
  say('fatal')({}, 'no settings came on stdin')
  process.exitCode = 1
}
