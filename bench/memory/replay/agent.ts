import { summaryQueue, type Summary } from '../../../packages/contracts/src/index.ts'
import { createRecall } from '../../../packages/recall/src/index.ts'
import { knownPeople } from '../../../services/agent/src/adapters/known-people.ts'
import type { Model, ModelRequest } from '../../../services/agent/src/domain/model.ts'
import type { AgentPorts } from '../../../services/agent/src/domain/ports.ts'
import { runTurn } from '../../../services/agent/src/domain/run-turn.ts'
import { FakeWorld, says } from '../../../services/agent/src/testing/fake-ports.ts'
import type { Said } from '../histories/history.ts'
import { tokensOf } from '../tokens.ts'
import { userId, type World } from './world.ts'

/** Tokens of a prompt by part, as the agent itself records them. */
export type Parts = Record<string, number>

export interface Turned {
  /** Of all that the model was sent. */
  tokens: number
  parts: Parts
  /** What the agent asked the summarizer for afterwards. */
  asked: Summary[]
}

/** Answers one message with the real turn on the real database; only the model is a stand-in. */
export type Agent = (number: number, said: Said) => Promise<Turned>

/** The agent of one replay. What its answers would need of Telegram and the sandbox is never asked for here. */
export function replayedAgent(world: World): Agent {
  const model = new Answers()
  const asked: Summary[] = []
  const ports = portsOf(world, model, asked)
  return async (number, { question, answer }) => {
    const turn = await world.store.turns.start(turnOf(number, question), [])
    asked.length = 0
    model.next = answer
    await runTurn(ports, turn, new AbortController().signal)
    const [first] = await world.store.turns.steps(turn.id)
    const { promptParts } = JSON.parse(first!.content) as { promptParts: Parts }
    return { tokens: model.tokens, parts: promptParts, asked: [...asked] }
  }
}

const turnOf = (number: number, text: string) => ({
  id: `tg-1-${number}`,
  chatId: userId,
  userId,
  replyToMessageId: number,
  traceId: `replay-${number}`,
  text,
})

/** Says what the history says, once a turn, and counts what it was sent. */
class Answers implements Model {
  next: string | undefined
  tokens = 0

  async ask(request: ModelRequest): ReturnType<Model['ask']> {
    if (this.next === undefined) throw new Error('the model was asked twice in a turn that needs one answer')
    this.tokens = tokensIn(request)
    const answer = says(this.next)
    this.next = undefined
    return answer
  }
}

function tokensIn({ system, tools, contents }: ModelRequest): number {
  const parts = contents.flatMap((content) => content.parts)
  return tokensOf(system) + tokensOf(JSON.stringify(tools)) + tokensOf(parts.map(({ text }) => text).join(''))
}

function portsOf({ store, clock, timeZone }: World, model: Model, asked: Summary[]): AgentPorts {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'long' })
  return new FakeWorld().ports(model, {
    inbox: store.inbox,
    turns: store.turns,
    exchanges: store.exchanges,
    attachments: store.attachments,
    notes: store.notes,
    recall: createRecall(store.passages),
    people: knownPeople(store.people, { allowed: [userId], admins: [], names: new Map(), timeZone }),
    summaries: {
      standing: (whose) => store.summaries.standing(whose),
      request: async (work) => void asked.push(summaryQueue.payload.parse(work)),
    },
    clock: { now: clock.now, localTime: (now) => format.format(now) },
  })
}
