import { Composer, type Context } from 'telegraf'
import { type Status, statusText } from '../../domain/status-text.ts'
import { type Answers, answer } from './context.ts'

export interface StatusCommandPorts {
  answers: Answers
  /** Never rejects; what cannot be found out is undefined. */
  status: { of(userId: number, now: Date): Promise<Status> }
  now(): Date
}

/** `/status`: each service's health and uptime, the queues, the person's disk use and tokens of today. */
export function statusCommand(ports: StatusCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('status', async (ctx) => {
    const at = ports.now()
    await answer(ports.answers, ctx, statusText(await ports.status.of(ctx.from.id, at), at))
  })

  return composer
}
