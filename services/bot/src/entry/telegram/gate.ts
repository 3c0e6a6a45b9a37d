import type { Context, MiddlewareFn } from 'telegraf'
import { originOf } from './incoming.ts'

export interface GatePorts {
  people: { isAllowed(userId: number): boolean }
  counters: { stranger(): void }
}

/** Lets allowed people through, in their private chat. Anyone else gets nothing: no answer, no row, no call. */
export function gate({ people, counters }: GatePorts): MiddlewareFn<Context> {
  return async (ctx, next) => {
    const { userId, isPrivate } = originOf(ctx.update)
    if (userId === undefined || !isPrivate || !people.isAllowed(userId)) return counters.stranger()
    return next()
  }
}
