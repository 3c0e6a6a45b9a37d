import {
  callsIn,
  type Listener,
  type Model,
  type ModelAnswer,
  type ModelRequest,
  type Part,
} from '../domain/model.ts'

/** What a scripted model says next; a function may look at the request, or throw. */
export type Line = ModelAnswer | ((request: ModelRequest) => ModelAnswer | Promise<ModelAnswer>)

export const says = (text: string): ModelAnswer => content([{ text }])
export const calls = (...list: [name: string, args: Record<string, unknown>][]): ModelAnswer =>
  content(
    list.map(([name, args], index) => ({
      functionCall: { name, args },
      ...(index === 0 && { thoughtSignature: 'signed' }),
    })),
  )
const content = (parts: Part[]): ModelAnswer => ({
  kind: 'content',
  content: { role: 'model', parts },
  model: 'gemini-test',
  truncated: false,
})

/** For whoever needs only the end of an answer. */
export const deaf: Listener = { text() {}, call() {} }

/** Says its lines in order and fails loudly when asked for more. */
export class ScriptedModel implements Model {
  readonly requests: ModelRequest[] = []
  readonly #lines: Line[]

  constructor(...lines: Line[]) {
    this.#lines = lines
  }

  async ask(request: ModelRequest, listener: Listener, signal: AbortSignal): Promise<ModelAnswer> {
    signal.throwIfAborted()
    const line = this.#lines[this.requests.length]
    this.requests.push(structuredClone(request))
    if (!line) throw new Error(`the model was asked ${this.requests.length} times, its script is over`)
    const answer = await (typeof line === 'function' ? line(request) : line)
    if (answer.kind === 'content') for (const { name } of callsIn(answer.content)) listener.call(name)
    return answer
  }
}
