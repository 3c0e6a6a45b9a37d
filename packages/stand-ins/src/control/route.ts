import type { WholeAnswer } from '../http/answer.ts'
import type { World } from '../world.ts'

/** One control request: path parameters, query and JSON body. */
interface ControlRequest {
  params: string[]
  query: URLSearchParams
  body: unknown
}

/** A route answers with a value sent as JSON, or with a whole answer. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  path: RegExp
  run: (request: ControlRequest, world: World) => unknown
}

export class RawAnswer {
  readonly answer: WholeAnswer

  constructor(answer: WholeAnswer) {
    this.answer = answer
  }
}

/** A refusal of the control API itself. */
export class ControlRefusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function route(method: Route['method'], path: RegExp, run: Route['run']): Route {
  return { method, path, run }
}

/** A whole number of the query. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name)
  if (value === null || value === '') return undefined
  if (!Number.isFinite(Number(value))) throw new ControlRefusal(400, `${name} must be a number`)
  return Number(value)
}
