import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EngineCall } from './judge-request.ts'
import type { Proxy } from './proxy.ts'
import { end, logRefusal, say } from './refusals.ts'
import { parseJson } from './same-json.ts'
import { startContainer } from './start-container.ts'

type ContainerCall = Extract<EngineCall, { kind: 'container' }>

/** Asks the engine for what was judged, and answers with what it says. */
export async function carryOut(
  proxy: Proxy,
  call: EngineCall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (call.kind === 'ask') return passOn(proxy, 'GET', call.path, response)
  if (call.kind === 'create') return create(proxy, call, response)
  const container = await proxy.own.find(call.container)
  if (!container) return say(response, 404, 'there is no such container of ours')
  const { action, method, rest } = call
  const path = `/containers/${container.id}${rest}`
  if (action === 'attach') return attachOutput(proxy, call, path, response)
  if (action === 'start') {
    const { status, text } = await startContainer(proxy.engine, container, proxy.userDir)
    if (status === 403) logRefusal(proxy, request, text)
    return end(response, status, text)
  }
  if (action === 'remove')
    response.on('finish', () => response.statusCode < 300 && proxy.own.forget(container.id))
  return passOn(proxy, method, path, response)
}

async function create(
  { engine, own }: Proxy,
  { path, body, folder }: Extract<EngineCall, { kind: 'create' }>,
  response: ServerResponse,
): Promise<void> {
  const made = await engine.ask('POST', path, body)
  const text = (await made.setEncoding('utf8').toArray()).join('')
  if (made.statusCode === 201) own.remember(String((parseJson(text) as { Id?: string }).Id), folder)
  end(response, made.statusCode ?? 502, text)
}

/** Asks the engine and lets its answer through as it comes: of some the head comes long before the end. */
async function passOn(
  { engine }: Proxy,
  method: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const answered = await engine.ask(method, path, undefined, gone.signal)
  // A line that breaks must not look like an answer that ended.
  answered.on('error', () => response.destroy())
  const type = answered.headers['content-type']
  response.writeHead(answered.statusCode ?? 502, type ? { 'content-type': type } : {})
  response.flushHeaders()
  answered.pipe(response)
}

/** Attaching without a raw line: output alone. */
async function attachOutput(
  { engine }: Proxy,
  { withInput }: ContainerCall,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (withInput) return say(response, 403, 'input needs a raw line (Upgrade: tcp)')
  const attached = await engine.attach(path)
  if ('refusal' in attached) {
    response.writeHead(attached.refusal.statusCode ?? 502)
    return void attached.refusal.pipe(response)
  }
  const { line, head } = attached
  response.on('close', () => line.destroy())
  line.on('error', () => response.destroy())
  response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' })
  response.flushHeaders()
  if (head.length > 0) response.write(head)
  line.pipe(response)
}
