import type { Reply, ReplyResult, RunResult } from '@aika/contracts'
import { createRecall } from '@aika/recall'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { openWorkspace } from '@aika/workspace'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knownPeople } from '../src/adapters/known-people.ts'
import { workspaceFolders } from '../src/adapters/workspace-folders.ts'
import { createTools } from '../src/domain/tools/index.ts'
import type { ToolContext, ToolResult } from '../src/domain/tools/tool.ts'
import { aRun } from '../src/testing/a-run.ts'
import { aTurn } from '../src/testing/fake-ports.ts'

export const [ray, alice, admin] = [42, 43, 1]

/** Real files and a real database around the tools; the bot and the executor are scripted. */
export interface ToolWorld extends AsyncDisposable {
  store: Store
  /** Ray's folder, and everybody's, on the host. */
  mine: string
  shared: string
  now: Date
  replies: Map<string, Reply>
  /** What becomes of the next replies; undefined: the wait for it was in vain. */
  outcome: ReplyResult | undefined
  ran: RunResult
  /** One call at a step of a turn; the same step again is the same call. */
  call(
    name: string,
    args: Record<string, unknown>,
    at?: { step?: number; userId?: number; chatId?: number },
  ): Promise<ToolResult>
}

export async function toolWorld(): Promise<ToolWorld> {
  const base = mkdtempSync(join(tmpdir(), 'aika-tools-'))
  const [userDir, shared] = [join(base, 'users'), join(base, 'shared')]
  for (const folder of [userDir, shared]) mkdirSync(folder)
  const store = await openStore(temporaryDatabase())
  const folders = workspaceFolders(openWorkspace({ userDir, sharedDir: shared }))
  const people = knownPeople(store.people, {
    allowed: [ray, alice, admin],
    admins: [admin],
    names: new Map([[ray, 'Ray'], [alice, 'Alice']]), // prettier-ignore
    timeZone: 'Europe/Berlin',
  })
  const tools = createTools(people)
  const say = async (reply: Reply) => void world.replies.set(reply.replyId, reply)
  const contextOf = async (step: number, userId: number, chatId: number): Promise<ToolContext> => {
    const id = `tg-1-${userId}`
    const turn = aTurn({ id, userId, chatId, startedAt: new Date(Date.now() - 60_000) })
    await store.turns.start(turn, [])
    return {
      turn,
      step,
      signal: new AbortController().signal,
      maxTimeoutSeconds: 300,
      people,
      clock: { now: () => world.now },
      reminders: store.reminders,
      notes: store.notes,
      recall: createRecall(store.passages),
      replies: { send: say, sendAndWait: async (reply) => (await say(reply), world.outcome) },
      begin: () => store.turns.beginCall(id, step),
      run: async () => world.ran,
      folder: (location) => folders.of(userId, location),
      copy: (from, to, options) => folders.copy(userId, from, to, options),
    }
  }
  let steps = 0
  const world: ToolWorld = {
    store,
    mine: join(userDir, String(ray)),
    shared,
    now: new Date('2026-11-21T10:00:00Z'),
    replies: new Map(),
    outcome: { messageIds: [7] },
    ran: aRun(),
    async call(name, args, { step = (steps += 1), userId = ray, chatId = userId } = {}) {
      const tool = tools.find(({ declaration }) => declaration.name === name)!
      return tool.call(args, await contextOf(step, userId, chatId))
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      rmSync(base, { recursive: true })
    },
  }
  mkdirSync(join(world.mine, 'files'), { recursive: true })
  return world
}

/** What the model reads of a call that went well. */
export function outputOf({ response, failed }: ToolResult): Record<string, unknown> {
  if (failed) throw new Error(`the call failed: ${JSON.stringify(response)}`)
  return response['output'] as Record<string, unknown>
}

/** What the model reads of a call that did not. */
export const errorOf = ({ response, failed }: ToolResult): string => {
  if (!failed) throw new Error(`the call went well: ${JSON.stringify(response)}`)
  return String(response['error'])
}
