import { z } from 'zod'
import type { World } from '../world.ts'
import { route, type Route } from './route.ts'

const Call = z.object({
  id: z.string().optional(),
  name: z.string(),
  args: z.record(z.string(), z.unknown()).optional(),
})
const GeminiReply = z.strictObject({
  text: z.string().optional(),
  chunks: z.array(z.string()).optional(),
  calls: z.array(Call).optional(),
  thought: z.string().optional(),
  finishReason: z.string().nullable().optional(),
  blockReason: z.string().optional(),
  delayMs: z.number().nonnegative().optional(),
  firstDelayMs: z.number().nonnegative().optional(),
  cutAfterChunks: z.int().nonnegative().optional(),
  status: z.int().optional(),
  body: z.unknown().optional(),
})
const GroqReply = z.strictObject({
  text: z.string().optional(),
  reasoning: z.string().optional(),
  finishReason: z.string().optional(),
  status: z.int().optional(),
  body: z.unknown().optional(),
  delayMs: z.number().nonnegative().optional(),
})
const script = <Reply extends z.ZodType>(reply: Reply) =>
  z.object({ match: z.string().optional(), replies: z.array(reply).min(1), repeat: z.boolean().optional() })
const KeyBody = z.object({
  key: z.string().min(1),
  kind: z.enum(['ok', 'minute', 'day', 'overloaded', 'invalid', 'forbidden']),
  retryDelaySeconds: z.number().nonnegative().optional(),
  times: z.int().positive().optional(),
})
const GeminiSettings = z.strictObject({
  mode: z.enum(['rehearsal', 'instant']).optional(),
  text: z.string().optional(),
  chunkDelayMs: z.number().nonnegative().optional(),
  firstDelayMs: z.number().nonnegative().optional(),
  signatures: z.enum(['off', 'model', 'key']).optional(),
  retired: z.array(z.string()).optional(),
})
const GroqSettings = z.strictObject({
  decommissioned: z.array(z.string()).optional(),
  text: z.string().optional(),
})
const FaultBody = z.strictObject({
  party: z.enum(['telegram', 'gemini', 'groq']),
  kind: z.enum(['status', 'flood', 'hang', 'drop', 'slow', 'cut', 'stall']),
  method: z.string().optional(),
  chatId: z.int().optional(),
  key: z.string().optional(),
  model: z.string().optional(),
  when: z.enum(['before', 'after']).optional(),
  status: z.int().optional(),
  body: z.unknown().optional(),
  delayMs: z.number().nonnegative().optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  times: z.int().positive().optional(),
  forMs: z.number().positive().optional(),
})

/** A script with its pattern compiled. */
function compile<Body extends { match?: string | undefined }>({ match, ...rest }: Body) {
  return { ...rest, ...(match !== undefined && { match: new RegExp(match, 'is') }) }
}

function setKey(party: 'gemini' | 'groq') {
  return ({ body }: { body: unknown }, world: World) => {
    const { key, ...behaviour } = KeyBody.parse(body)
    world[party].keys.set(key, behaviour)
    return { key, ...behaviour }
  }
}

export const modelRoutes: Route[] = [
  route('GET', /^\/gemini$/, (_request, { gemini }) => ({
    ...gemini.settings,
    scripts: gemini.scripts.pending,
  })),
  route('POST', /^\/gemini$/, ({ body }, { gemini }) => gemini.set(GeminiSettings.parse(body))),
  route('POST', /^\/gemini\/scripts$/, ({ body }, { gemini }) => {
    gemini.scripts.add(compile(script(GeminiReply).parse(body)))
    return { scripts: gemini.scripts.pending }
  }),
  route('DELETE', /^\/gemini\/scripts$/, (_request, { gemini }) => {
    gemini.scripts.clear()
    return { scripts: 0 }
  }),
  route('POST', /^\/gemini\/keys$/, setKey('gemini')),
  route('POST', /^\/groq$/, ({ body }, { groq }) => groq.set(GroqSettings.parse(body))),
  route('POST', /^\/groq\/scripts$/, ({ body }, { groq }) => {
    groq.scripts.add(compile(script(GroqReply).parse(body)))
    return { scripts: groq.scripts.pending }
  }),
  route('DELETE', /^\/groq\/scripts$/, (_request, { groq }) => {
    groq.scripts.clear()
    return { scripts: 0 }
  }),
  route('POST', /^\/groq\/keys$/, setKey('groq')),
  route('POST', /^\/faults$/, ({ body }, { faults }) => ({ id: faults.add(FaultBody.parse(body)).id })),
  route('GET', /^\/faults$/, (_request, { faults }) => ({ faults: faults.list() })),
  route('DELETE', /^\/faults$/, (_request, { faults }) => {
    faults.clear()
    return { faults: [] }
  }),
  route('DELETE', /^\/faults\/([\w-]+)$/, ({ params }, { faults }) => ({
    removed: faults.remove(params[0]!),
  })),
]
