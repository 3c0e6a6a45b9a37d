import { Composer, type Context } from 'telegraf'
import { memoryList } from '../../domain/memory/memory-text.ts'
import { readMemory, type ReadMemoryPorts } from '../../domain/memory/read-memory.ts'
import { words } from '../../domain/words.ts'
import { type Answers, answer } from './context.ts'

export interface MemoryCommandPorts extends ReadMemoryPorts {
  answers: Answers
  timeZones: { of(userId: number): Promise<string> }
  now(): Date
}

/** `/memory`: what is known, noted and summed up of a person, each with a button that tells where it is from. */
export function memoryCommand(ports: MemoryCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('memory', async (ctx) => {
    if (ctx.chat.type !== 'private') return answer(ports.answers, ctx, words.memoryIsPrivate)
    const { markdown, buttons } = await memoryShown(ports, ctx.from.id)
    await answer(ports.answers, ctx, markdown, buttons)
  })

  return composer
}

/** The list, as the command and [Back] show it. */
export async function memoryShown(ports: MemoryCommandPorts, userId: number) {
  const [memory, timeZone] = await Promise.all([readMemory(ports, userId), ports.timeZones.of(userId)])
  return memoryList(memory, timeZone, ports.now())
}
