import type { Exchange, Note } from '@aika/store'
import { Composer, type Context } from 'telegraf'
import { encodeWish } from '../../domain/callback-data.ts'
import { memoryText } from '../../domain/memory-text.ts'
import type { Button } from '../../domain/telegram.ts'
import { type Answers, answer } from './context.ts'

export interface MemoryCommandPorts {
  answers: Answers
  notes: { of(userId: number): Promise<Note[]> }
  exchanges: { recent(chatId: number, count: number): Promise<Exchange[]> }
  timeZones: { of(userId: number): Promise<string> }
  now(): Date
}

const shownNotes = 40
const shownExchanges = 20

/** `/memory`: notes, each with a button that forgets it, and what was talked about. */
export function memoryCommand(ports: MemoryCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('memory', async (ctx) => {
    const [all, exchanges, timeZone] = await Promise.all([
      ports.notes.of(ctx.from.id),
      ports.exchanges.recent(ctx.chat.id, shownExchanges),
      ports.timeZones.of(ctx.from.id),
    ])
    const notes = all.slice(-shownNotes)
    const rows = notes.flatMap(forgetButton).map((button) => [button])
    await answer(ports.answers, ctx, memoryText({ notes, exchanges }, timeZone, ports.now()), rows)
  })

  return composer
}

/** A label has room for 64 UTF-16 units. */
const labelCharacters = 20

function forgetButton({ id, text }: Note, index: number): Button[] {
  const data = encodeWish({ kind: 'forget-note', noteId: id })
  const words = Array.from(text.replace(/\s+/g, ' ').toWellFormed()).slice(0, labelCharacters).join('')
  return data ? [{ text: `Forget ${index + 1}: ${words}`, data }] : []
}
