import { callHash, Forgettable } from '@aika/contracts'
import type { Approval } from '@aika/store'
import { z } from 'zod'

const file = z.strictObject({ from: z.string(), to: z.string() })

/** A command that is carried out only after its person's yes. */
export const ApprovedCommand = z.discriminatedUnion('tool', [
  z.strictObject({ tool: z.literal('command:save'), args: file }),
  z.strictObject({ tool: z.literal('command:shared_put'), args: file }),
  z.strictObject({ tool: z.literal('command:shared_get'), args: file }),
  z.strictObject({ tool: z.literal('command:forget'), args: Forgettable }),
  z.strictObject({ tool: z.literal('command:forget_me'), args: z.strictObject({}) }),
])
export type ApprovedCommand = z.output<typeof ApprovedCommand>

/** Whether a question was asked by a command, and not by a tool of the agent's. */
export function isOfCommand({ tool }: Pick<Approval, 'tool'>): boolean {
  return tool.startsWith('command:')
}

/** The command that a yes is for; undefined when what is stored is not what was hashed when it was asked. */
export function approvedCommand({ tool, args, userId, hash }: Approval): ApprovedCommand | undefined {
  const command = ApprovedCommand.safeParse({ tool, args: parsed(args) })
  if (!command.success || callHash({ ...command.data, userId }) !== hash) return undefined
  return command.data
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
