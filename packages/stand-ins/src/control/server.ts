import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { json, send } from '../http/answer.ts'
import { parseJson, readBody } from '../http/body.ts'
import type { JournalFilter, Party } from '../journal.ts'
import { TelegramRefusal } from '../telegram/refusal.ts'
import type { World } from '../world.ts'
import { modelRoutes } from './model-routes.ts'
import { ControlRefusal, numberOf, RawAnswer, route, type Route } from './route.ts'
import { telegramRoutes } from './telegram-routes.ts'

function filterOf(query: URLSearchParams): JournalFilter {
  return {
    since: numberOf(query, 'since'),
    party: (query.get('party') ?? undefined) as Party | undefined,
    method: query.get('method') ?? undefined,
    chatId: numberOf(query, 'chat'),
    limit: numberOf(query, 'limit'),
  }
}

function latency({ telegram }: World, query: URLSearchParams) {
  const pair = query.get('pair') === 'contains' ? 'contains' : 'fifo'
  const { samples, ...figures } = telegram.ledger.figures(pair, numberOf(query, 'since'))
  return query.get('samples') ? { ...figures, samples } : figures
}

const generalRoutes: Route[] = [
  route('GET', /^\/health$/, (_request, { journal }) => ({ ok: true, uptimeMs: journal.now() })),
  route('POST', /^\/reset$/, (_request, world) => {
    world.reset()
    return { ok: true, ms: world.journal.now() }
  }),
  route('GET', /^\/journal$/, ({ query }, { journal }) => {
    const entries = journal.entries(filterOf(query))
    return { entries, next: entries.at(-1)?.seq ?? numberOf(query, 'since') ?? 0 }
  }),
  route('GET', /^\/journal\/counts$/, (_request, { journal }) => journal.counts()),
  route('DELETE', /^\/journal$/, (_request, { journal, telegram }) => {
    journal.clear()
    telegram.ledger.clear()
    return { ok: true, ms: journal.now() }
  }),
  route('GET', /^\/latency$/, ({ query }, world) => latency(world, query)),
]

const routes = [...generalRoutes, ...telegramRoutes, ...modelRoutes]

/** Serves `/control/…`. Everything is JSON; errors are `{error}`. */
export async function serveControl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const own = path.slice('/control'.length)
  const found = routes.find((candidate) => candidate.method === request.method && candidate.path.test(own))
  if (!found) return send(response, json(404, { error: `no such control call: ${request.method} ${path}` }))
  try {
    const raw = request.method === 'GET' ? '' : (await readBody(request)).toString('utf8')
    const params = found.path.exec(own)!.slice(1)
    const value = await found.run({ params, query: new URLSearchParams(query), body: parseJson(raw) }, world)
    await send(response, value instanceof RawAnswer ? value.answer : json(200, value))
  } catch (error) {
    await send(response, refusalOf(error))
  }
}

function refusalOf(error: unknown) {
  if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) })
  if (error instanceof ControlRefusal) return json(error.status, { error: error.message })
  if (error instanceof TelegramRefusal) return json(404, { error: error.description })
  return json(409, { error: error instanceof Error ? error.message : String(error) })
}
