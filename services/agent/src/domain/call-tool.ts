import { AppError } from '@aika/errors'
import type { Drive } from './drive.ts'
import type { FunctionCall } from './model.ts'
import type { AgentPorts } from './ports.ts'
import { failure, type ToolContext } from './tools/tool.ts'
import type { ToolStep } from './transcript.ts'

/**
 * Runs one call. What went wrong in a way the model can act on is its result; what may pass by itself (a restarting
 * Redis) is thrown, and the turn goes on from here later.
 */
export async function callTool(ports: AgentPorts, drive: Drive, call: FunctionCall): Promise<ToolStep> {
  const { name } = call
  const tool = ports.tools.find(({ declaration }) => declaration.name === name)
  if (!tool) {
    const known = ports.tools.map(({ declaration }) => declaration.name).join(', ')
    return { name, ...failure(name, `there is no tool ${name}; there are ${known}`) }
  }
  const args = call.args ?? {}
  drive.progress.tool(tool.label(args))
  try {
    return { name, ...(await tool.call(args, contextOf(ports, drive))) }
  } catch (error) {
    drive.signal.throwIfAborted()
    if (!isAnswerable(error)) throw error
    // Its message names people's files.
    ports.log.warn({ traceId: drive.turn.traceId, tool: name, code: error.code }, 'a tool failed')
    return { name, ...failure(tool.label(args), wordsFor(error)) }
  }
}

function contextOf(ports: AgentPorts, { turn, transcript, signal }: Drive): ToolContext {
  const { replies, reminders, notes, recall, people, clock, folders, settings } = ports
  const step = transcript.nextSeq
  return {
    replies,
    reminders,
    notes,
    recall,
    people,
    clock,
    turn,
    signal,
    step,
    maxTimeoutSeconds: settings.maxTimeoutSeconds,
    begin: () => ports.turns.beginCall(turn.id, step),
    folder: (location) => folders.of(turn.userId, location),
    copy: (from, to, options) => folders.copy(turn.userId, from, to, options),
    // One tool step per number, so turn and step name the run.
    run: (command) => ports.runs.run(`${turn.id}-${step}`, turn, command, signal),
  }
}

function isAnswerable(error: unknown): error is AppError {
  return error instanceof AppError && (!error.retryable || error.code === 'job_timed_out')
}

const sandboxAway =
  'the sandbox is not available right now, there is no result; tell the person and do not try again'

/** The runs' own errors speak to operators; the files' speak to the model. */
function wordsFor(error: AppError): string {
  return error.code === 'job_failed' || error.code === 'job_timed_out' ? sandboxAway : error.message
}
