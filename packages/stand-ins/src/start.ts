import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveControl } from './control/server.ts'
import { serveDemo } from './demo/server.ts'
import type { FaultSpec } from './faults.ts'
import { geminiPath, serveGemini } from './gemini/server.ts'
import type { GeminiSettings } from './gemini/state.ts'
import type { ModelView, Reply } from './gemini/wire.ts'
import { serveGroq } from './groq/server.ts'
import type { GroqReply } from './groq/state.ts'
import { json, send } from './http/answer.ts'
import type { Journal } from './journal.ts'
import type { KeyBehaviour } from './keys.ts'
import type { Script } from './scripts.ts'
import type { People } from './telegram/people.ts'
import type { TelegramSettings } from './telegram/state.ts'
import { serveDownload, serveTelegram } from './telegram/server.ts'
import { World } from './world.ts'

/** The token the stand-in bot has unless told otherwise. */
export const DEMO_BOT_TOKEN = '7000000001:AIKA-demo-token-0000000000000000000000'

export interface StandInOptions {
  /** 0 picks a free one. Default 0. */
  port?: number
  /** The demo page's own port; no demo page when left out. */
  demoPort?: number
  /** Default 127.0.0.1. */
  host?: string
  /** The bot's token; any other gets 401. Default {@link DEMO_BOT_TOKEN}. */
  token?: string
  /** Between two stream events of the model. Default 0. */
  chunkDelayMs?: number
  /** People who opened their chat with the bot before; all others do with their first message. Default none. */
  acquainted?: number[]
  /** What time messages say it is; the machine's by default. */
  now?: () => Date
}

/** The running stand-ins. Disposal closes all connections, held polls included. */
export interface StandIns extends AsyncDisposable {
  /** For TELEGRAM_API_ROOT, GEMINI_BASE_URL and GROQ_BASE_URL alike. */
  url: string
  demoUrl: string | undefined
  token: string
  /** What people do and see in Telegram. */
  telegram: People & {
    pendingUpdates(): { pending: number; confirmed: number; polling: boolean }
    /** Which Bot API server it is like. */
    set(settings: Partial<TelegramSettings>): void
  }
  gemini: {
    script(script: Script<Reply>): void
    setMode(settings: Partial<GeminiSettings>): void
    setKey(key: string, behaviour: KeyBehaviour): void
    /** Answers where it returns a reply; scripts come before it. */
    respondWith(model: ((view: ModelView) => Reply | undefined) | undefined): void
  }
  groq: {
    script(script: Script<GroqReply>): void
    setKey(key: string, behaviour: KeyBehaviour): void
    decommission(...models: string[]): void
  }
  faults: { add(spec: FaultSpec): { id: string }; clear(): void }
  journal: Pick<Journal, 'entries' | 'counts' | 'clear' | 'now'>
  reset(): void
}

/** Starts Telegram, Gemini, Groq and the control API on one port, and the demo page on another. */
export async function startStandIns(options: StandInOptions = {}): Promise<StandIns> {
  const {
    port = 0,
    demoPort,
    host = '127.0.0.1',
    token = DEMO_BOT_TOKEN,
    chunkDelayMs = 0,
    acquainted = [],
    now = () => new Date(),
  } = options
  const world = new World(token, { chunkDelayMs, acquainted, now })
  await using resources = new AsyncDisposableStack()
  resources.defer(() => {
    world.telegram.updates.close()
    world.faults.clear()
  })
  const url = await listen((request, response) => vendors(world, request, response), port, host, resources)
  const demoUrl =
    demoPort === undefined
      ? undefined
      : await listen((request, response) => serveDemo(world, request, response), demoPort, host, resources)
  const owned = resources.move()
  return { ...handles(world), url, demoUrl, token, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function listen(
  listener: Listener,
  port: number,
  host: string,
  owner: AsyncDisposableStack,
): Promise<string> {
  const server = createServer((request, response) => {
    listener(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else void send(response, json(500, { error: String(error) }))
    })
  })
  // Pools of idle connections outlive the pauses between a bench's rounds.
  server.keepAliveTimeout = 75_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  owner.defer(() => close(server))
  const { port: actual } = server.address() as AddressInfo
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actual}`
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function vendors(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  if (path.startsWith('/bot')) {
    return serveTelegram(world.telegram, world.faults, request, response, path, query)
  }
  if (geminiPath.test(path)) return serveGemini(world.gemini, world, request, response, path, query)
  if (path.startsWith('/openai/')) return serveGroq(world.groq, world, request, response, path)
  if (path.startsWith('/file/bot')) return serveDownload(world.telegram, world.faults, response, path)
  if (path.startsWith('/control/')) return serveControl(world, request, response, path, query)
  if (path === '/health') return send(response, json(200, { ok: true }))
  return send(response, json(404, { error: 'nothing is served here' }))
}

function handles(world: World): Omit<StandIns, 'url' | 'demoUrl' | 'token' | typeof Symbol.asyncDispose> {
  const { people, telegram, gemini, groq, faults, journal } = world
  return {
    telegram: Object.assign(people, {
      pendingUpdates: () => telegram.updates.state(),
      set: (settings: Partial<TelegramSettings>) => void telegram.set(settings),
    }),
    gemini: {
      script: (script) => gemini.scripts.add(script),
      setMode: (settings) => void gemini.set(settings),
      setKey: (key, behaviour) => gemini.keys.set(key, behaviour),
      respondWith: (model) => void (gemini.model = model),
    },
    groq: {
      script: (script) => groq.scripts.add(script),
      setKey: (key, behaviour) => groq.keys.set(key, behaviour),
      decommission: (...models) => void groq.set({ decommissioned: models }),
    },
    faults,
    journal,
    reset: () => world.reset(),
  }
}
