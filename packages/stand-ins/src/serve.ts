import type { ServerResponse } from 'node:http'
import type { Fault, Faults } from './faults.ts'
import type { CallFacts, Journal } from './journal.ts'
import { json, send, type Answer, type WholeAnswer } from './http/answer.ts'
import { pause } from './wait.ts'

/** One received call: what it is, how it takes effect, and how its party words an error. */
export interface Call {
  facts: CallFacts
  bytes: number
  /** When it arrived, on the journal's clock. */
  arrivedMs: number
  run: () => Answer | Promise<Answer>
  refuse: (status: number, retryAfterSeconds?: number) => WholeAnswer
}

/** Runs a call through the journal and the faults. */
export async function serve(
  { journal, faults }: { journal: Journal; faults: Faults },
  call: Call,
  response: ServerResponse,
): Promise<void> {
  const entry = journal.open(call.facts, call.bytes, call.arrivedMs)
  response.once('close', () => {
    if (entry.status === 0) journal.close(entry, -1)
  })
  const fault = faults.take(call.facts)
  if (fault) entry.fault = fault.id
  const answer = fault ? await misbehave(fault, faults, call, response) : await call.run()
  if (!answer) return
  journal.close(entry, answer.status)
  await send(response, answer)
}

async function misbehave(fault: Fault, faults: Faults, call: Call, response: ServerResponse) {
  const effect = fault.when === 'after' || fault.kind === 'slow' ? await late(fault, call) : undefined
  switch (fault.kind) {
    case 'slow':
      return effect
    case 'flood':
      return call.refuse(429, fault.retryAfterSeconds ?? 5)
    case 'status':
      return errorAnswer(fault, call)
    case 'drop':
      response.destroy()
      return undefined
    case 'hang':
      await letHang(faults, response)
      return undefined
    case 'cut':
    case 'stall':
      await sendHalf(await call.run(), response)
      if (fault.kind === 'stall') await letHang(faults, response)
      response.destroy()
      return undefined
  }
}

/** Leaves a call without an answer until the caller goes or the faults are cleared. */
async function letHang({ released }: Faults, response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('close', resolve)
    released.addEventListener('abort', () => resolve(), { once: true })
  })
  response.destroy()
}

/** A whole answer's headers and half its body; a streamed one is not begun. */
async function sendHalf(answer: Answer, response: ServerResponse): Promise<void> {
  if (!('body' in answer)) return
  const body = Buffer.from(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  const half = body.subarray(0, body.length >> 1)
  await new Promise<void>((resolve) => response.write(half, () => resolve()))
}

async function late(fault: Fault, call: Call): Promise<Answer> {
  if (fault.when === 'before') await pause(fault.delayMs ?? 1_000)
  const answer = await call.run()
  if (fault.when === 'after') await pause(fault.delayMs ?? 0)
  return answer
}

function errorAnswer(fault: Fault, call: Call): WholeAnswer {
  const status = fault.status ?? 500
  if (fault.body === undefined) return call.refuse(status, fault.retryAfterSeconds)
  if (typeof fault.body === 'string') return { status, body: fault.body }
  return json(status, fault.body)
}
