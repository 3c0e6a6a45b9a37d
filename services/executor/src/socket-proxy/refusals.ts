import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Proxy } from './proxy.ts'

export function refuse(
  proxy: Proxy,
  request: IncomingMessage,
  response: ServerResponse,
  reason: string,
): void {
  logRefusal(proxy, request, reason)
  say(response, 403, `refused by the socket proxy: ${reason}`)
}

export function refuseLine(
  proxy: Proxy,
  request: IncomingMessage,
  client: Duplex,
  reason: string,
  status = 403,
): void {
  logRefusal(proxy, request, reason)
  const text = JSON.stringify({ message: `refused by the socket proxy: ${reason}` })
  const head = `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\n`
  client.end(`${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
}

export function logRefusal({ log }: Proxy, { method, url = '' }: IncomingMessage, reason: string): void {
  log.warn({ method, path: url.split('?')[0]!.slice(0, 200), reason }, 'refused to ask the engine')
}

export function say(response: ServerResponse, status: number, message: string): void {
  end(response, status, JSON.stringify({ message }))
}

export function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text)
}
