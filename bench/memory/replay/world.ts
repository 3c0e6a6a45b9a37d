import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openStore, type Store } from '../../../packages/store/src/index.ts'
import { temporaryDatabase } from '../../../packages/store/src/testing.ts'
import type { History } from '../histories/history.ts'

/** The one person whose chat is replayed; a private chat has its person's id. */
export const userId = 42

/** What time it is for everybody; goes forward only. */
export class SimulatedClock {
  #nowMs: number

  constructor(at: Date) {
    this.#nowMs = at.getTime()
  }

  now = (): Date => new Date(this.#nowMs)

  reach(at: Date): void {
    this.#nowMs = Math.max(this.#nowMs, at.getTime())
  }
}

/** A database of its own, in which it is the time of the history. */
export interface World extends AsyncDisposable {
  store: Store
  clock: SimulatedClock
  timeZone: string
}

export async function openWorld({ said, timeZone }: History): Promise<World> {
  const clock = new SimulatedClock(said[0]!.at)
  const database = temporaryDatabase()
  const store = await openStore({ ...database, clock: clock.now, timeZone })
  return {
    store,
    clock,
    timeZone,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      rmSync(dirname(database.path), { recursive: true })
    },
  }
}
