import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Provider, ProviderCall } from '../domain/call.ts'
import { errorBody, type Refusal } from './error-body.ts'
import { readGeminiCall, readGroqCall } from './read-call.ts'
import { relay, type RelayPorts } from './relay.ts'
import { serviceTokenCheck } from './service-token.ts'

export interface ServerOptions {
  token: string
  maxBodyBytes: number
  /** Told of what nobody expected before a call could be read. */
  onError(error: unknown): void
}

/**
 * The vendors' own paths, so that their SDKs need a base URL and our service token alone. Whatever is not named here
 * is not forwarded.
 */
export function createServer(
  ports: RelayPorts,
  { token, maxBodyBytes, onError }: ServerOptions,
): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    keepAliveTimeout: 75_000,
    exposeHeadRoutes: false,
    // A call that comes on a kept-alive line while the door closes is served like those in flight: the framework's own
    // refusal is in no vendor's words.
    return503OnClosing: false,
  })
  const isCaller = serviceTokenCheck(token)

  // Bodies are the vendors' to read: they pass as they are.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => {
    if (!isCaller(request.headers)) return refuse(request, reply, 'UNAUTHENTICATED')
  })
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 'NOT_FOUND'))
  app.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    if (error.statusCode === 413) return refuse(request, reply, 'BODY_TOO_LARGE')
    if ((error.statusCode ?? 500) < 500) return refuse(request, reply, 'BAD_REQUEST')
    onError(error)
    return refuse(request, reply, 'INTERNAL')
  })

  // A call whose line was broken off is metered a moment after its line is gone.
  const inFlight = new Set<Promise<void>>()
  app.addHook('onClose', async () => void (await Promise.all(inFlight)))
  const hand = async (call: ProviderCall, reply: FastifyReply): Promise<void> => {
    reply.hijack()
    const relayed = relay(ports, call, reply.raw).finally(() => inFlight.delete(relayed))
    inFlight.add(relayed)
    await relayed
  }

  app.post<{ Params: { target: string }; Querystring: { alt?: unknown } }>(
    '/v1beta/models/:target',
    (request, reply) => {
      const call = readGeminiCall(request.params.target, request.query.alt, incoming(request))
      return call ? hand(call, reply) : refuse(request, reply, 'NOT_FOUND')
    },
  )
  app.post('/openai/v1/chat/completions', (request, reply) => {
    const call = readGroqCall(incoming(request))
    return call ? hand(call, reply) : refuse(request, reply, 'BAD_REQUEST')
  })
  return app
}

function incoming({ headers, body }: FastifyRequest) {
  return { headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) }
}

function refuse(request: FastifyRequest, reply: FastifyReply, reason: Refusal): FastifyReply {
  const provider: Provider = request.url.startsWith('/openai/') ? 'groq' : 'gemini'
  const { code, body } = errorBody(provider, reason)
  return reply.code(code).send(body)
}
