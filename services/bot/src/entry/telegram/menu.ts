import type { Context, MiddlewareFn } from 'telegraf'

export interface MenuPorts {
  /** Sees to it that this person's menu is in place; nothing waits for it. */
  menus: { touch(userId: number): void }
}

/** Telegram takes a person's menu only once their chat with the bot exists: so with each update, until it is there. */
export function menu({ menus }: MenuPorts): MiddlewareFn<Context> {
  return (ctx, next) => {
    if (ctx.from) menus.touch(ctx.from.id)
    return next()
  }
}
