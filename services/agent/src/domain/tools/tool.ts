import type { RunResult } from '@aika/contracts'
import { z } from 'zod'
import type { ToolDeclaration } from '../model.ts'

/** What a call gave: an object the model reads. `failed` counts towards the breakers. */
export interface ToolResult {
  response: Record<string, unknown>
  failed: boolean
  /** One plain line for the person, should the turn end early. */
  done: string
}

/** A person's or the shared folder, as the tools see it; all paths relative, isolation is the adapter's. */
export interface ToolFolder {
  /** `readBytes` of the file are in `text`, of which a character may be more or fewer bytes where it is not UTF-8. */
  readText(
    path: string,
    options: { offset: number; maxBytes: number },
  ): Promise<{ text: string; readBytes: number; totalBytes: number }>
  writeText(path: string, text: string): Promise<void>
  list(
    path: string,
    options: { maxEntries: number; recursive: boolean },
  ): Promise<{ entries: { path: string; type: string; bytes: number }[]; complete: boolean }>
}

export interface RunCommand {
  script: string
  timeoutSeconds: number | undefined
  workdirRel: string
}

/** What one call may use: everything in it belongs to the person who asked. */
export interface ToolContext {
  /** Runs a command once, however often this is called for the same step. */
  run(command: RunCommand): Promise<RunResult>
  folder(location: 'user' | 'shared'): ToolFolder
  maxTimeoutSeconds: number
}

export interface Tool {
  declaration: ToolDeclaration
  /** What it does, in a few words, for the progress line. */
  label(args: Record<string, unknown>): string
  /** @throws what the adapters throw: the caller tells an answerable error from a surprise. */
  call(args: Record<string, unknown>, context: ToolContext): Promise<ToolResult>
}

interface ToolDefinition<Args extends z.ZodType> {
  name: string
  description: string
  args: Args
  label(args: z.output<Args>): string
  call(args: z.output<Args>, context: ToolContext): Promise<ToolResult>
}

/** Makes a tool out of its zod arguments. A call that does not fit them is an error the model can act on. */
export function defineTool<Args extends z.ZodType>(tool: ToolDefinition<Args>): Tool {
  const { $schema: _, additionalProperties: __, ...schema } = z.toJSONSchema(tool.args, { io: 'input' })
  return {
    declaration: { name: tool.name, description: tool.description, parametersJsonSchema: schema },
    label(args) {
      const parsed = tool.args.safeParse(args)
      return parsed.success ? tool.label(parsed.data) : tool.name
    },
    async call(args, context) {
      const parsed = tool.args.safeParse(args)
      if (!parsed.success) return failure(tool.name, `bad arguments: ${z.prettifyError(parsed.error)}`)
      return tool.call(parsed.data, context)
    },
  }
}

export function success(done: string, output: Record<string, unknown>): ToolResult {
  return { response: { output }, failed: false, done }
}

export function failure(what: string, error: string): ToolResult {
  return { response: { error }, failed: true, done: `${what}: failed` }
}

/** Files of the person, or the folder everybody shares. */
export const location = z.enum(['user', 'shared']).default('user')
export const path = z.string().min(1).max(1_024)
