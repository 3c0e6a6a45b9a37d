import type { RunResult } from '@aika/contracts'
import type { Turn } from '@aika/store'
import { z } from 'zod'
import type { ToolDeclaration } from '../model.ts'
import { declaredArgs, locations } from './declared-args.ts'
import type { Location, Place, ToolFolder, ToolPorts } from './tool-ports.ts'

export type { Place, ToolFolder } from './tool-ports.ts'

/** What a call gave: an object the model reads. `failed` counts towards the breakers. */
export interface ToolResult {
  response: Record<string, unknown>
  failed: boolean
  /** One plain line for the person, should the turn end early. */
  done: string
}

export interface RunCommand {
  script: string
  timeoutSeconds: number | undefined
  workdirRel: string
}

/** What a call touches, known from its arguments alone: what permission is decided by. */
export interface Effects {
  reads?: Place[]
  writes?: Place[]
  removes?: Place[]
  /** A person to whom it says something, now or later. */
  sendsTo?: number
  /** A note that will say this; without `text`, one that goes. */
  changesNote?: { id: string; text?: string }
  /** What it writes over stays in substance, or it refuses to write over anything. */
  keepsContent?: boolean
}

/** What one call may use: everything in it belongs to the person who asked. */
export interface ToolContext extends Pick<
  ToolPorts,
  'replies' | 'reminders' | 'notes' | 'recall' | 'people' | 'clock'
> {
  turn: Pick<Turn, 'id' | 'chatId' | 'userId' | 'traceId' | 'startedAt'>
  /** The step that the call's result will be; turn and step together name the call for ever. */
  step: number
  /** Aborts when the turn is stopped or handed back. */
  signal: AbortSignal
  /** Notes that a call begins which does harm twice. False: an earlier try began it and died before its result was stored. */
  begin(): Promise<boolean>
  /** Runs a command once, however often this is called for the same step. */
  run(command: RunCommand): Promise<RunResult>
  folder(location: Location): ToolFolder
  copy(from: Place, to: Place, options: { overwrite: boolean }): Promise<void>
  maxTimeoutSeconds: number
}

export interface Tool {
  declaration: ToolDeclaration
  /** What it does, in a few words, for the progress line. */
  label(args: Record<string, unknown>): string
  /** Whether the arguments are what the tool wants; where not, `call` says what is wrong. */
  fits(args: Record<string, unknown>): boolean
  /** Nothing, for arguments that do not fit. */
  effects(args: Record<string, unknown>): Effects
  /** What exactly it would do, for the eyes of its person; undefined: its arguments say it. */
  show(args: Record<string, unknown>): string | undefined
  /** @throws what the adapters throw: the caller tells an answerable error from a surprise. */
  call(args: Record<string, unknown>, context: ToolContext): Promise<ToolResult>
}

interface ToolDefinition<Args extends z.ZodType> {
  name: string
  description: string
  args: Args
  label(args: z.output<Args>): string
  effects?(args: z.output<Args>): Effects
  show?(args: z.output<Args>): string
  call(args: z.output<Args>, context: ToolContext): Promise<ToolResult>
}

/** Makes a tool out of its zod arguments. A call that does not fit them is an error the model can act on. */
export function defineTool<Args extends z.ZodType>(tool: ToolDefinition<Args>): Tool {
  const { name, description } = tool
  const parameters = declaredArgs(tool.args)
  const ifFits = <Out>(
    args: Record<string, unknown>,
    use: (args: z.output<Args>) => Out,
  ): Out | undefined => {
    const parsed = tool.args.safeParse(args)
    return parsed.success ? use(parsed.data) : undefined
  }
  return {
    declaration: { name, description, ...(parameters && { parameters }) },
    label: (args) => ifFits(args, (fitting) => tool.label(fitting)) ?? name,
    fits: (args) => tool.args.safeParse(args).success,
    effects: (args) => ifFits(args, (fitting) => tool.effects?.(fitting)) ?? {},
    show: (args) => ifFits(args, (fitting) => tool.show?.(fitting)),
    async call(args, context) {
      const parsed = tool.args.safeParse(args)
      if (!parsed.success) return failure(name, `bad arguments: ${z.prettifyError(parsed.error)}`)
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
export const location = z.enum(locations).default('user')
export const path = z.string().min(1).max(1_024)
/** The folder to look in; empty: the top. */
export const folderPath = z.string().max(1_024).default('')
