/** As much of an update as intake needs. Ids count up. */
export interface IncomingUpdate {
  update_id: number
}

export interface IntakePorts<Update extends IncomingUpdate> {
  /** Which updates keep their order among each other. */
  lineOf(update: Update): string | number
  /** Does what the update asks for, safely stored when it resolves. Must be safe to run twice. */
  handle(update: Update): Promise<void>
  /** Called once after the updates of one line, with those that were handled. */
  settle(line: string | number): Promise<void>
  /** Rejects while nothing at all can be stored. */
  assertStoreWorks(): Promise<void>
  /** An update that cannot be handled is passed over: tell the operator, and the person where possible. */
  passOver(update: Update, error: unknown): Promise<void>
  onTaken(count: number): void
  onFailure(update: Update, error: unknown, tries: number): void
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** How far a batch came. */
export interface Taken {
  /** Confirms every update before the first that is not done; nothing to tell: undefined. */
  offset: number | undefined
  /** Updates that failed, and those behind them in their line. */
  failed: number
}

/** An update that failed this often, while the store works, will never succeed. */
const maxTries = 6
/**
 * A line that takes longer goes on beside the batches after it: nobody else waits for it. Not less: Telegram's server
 * gives one update alone to who asks from the same offset again within half a second.
 */
const patienceMs = 600

/**
 * Takes batches of updates in and tells how far Telegram may forget them. Lines run side by side, each in its own order:
 * behind an update that failed nothing of its line is handled, and nothing behind it is confirmed, so that Telegram
 * delivers it again. What is under way for longer than a batch comes again too: it is not begun twice, and what is behind
 * it in its line is handled once it is done.
 */
export class Intake<Update extends IncomingUpdate> {
  readonly #ports: IntakePorts<Update>
  readonly #tries = new Map<number, number>()
  readonly #underWay = new Map<string | number, Promise<void>>()
  readonly #failing = new Set<string | number>()
  #batch: Update[] = []
  #done = new Set<number>()

  constructor(ports: IntakePorts<Update>) {
    this.#ports = ports
  }

  /** Resolves when all of it is handled or failed, but after 600 ms at the latest. Never rejects. */
  async take(updates: Update[]): Promise<Taken> {
    this.#batch = updates
    for (const [line, own] of Map.groupBy(updates, (update) => this.#ports.lineOf(update))) {
      if (!this.#underWay.has(line)) this.#begin(line, own)
    }
    const over = new AbortController()
    const all = Promise.all(this.#underWay.values())
    if (updates.length > 0) await Promise.race([all, this.#ports.sleep(patienceMs, over.signal)])
    over.abort()
    return this.#taken()
  }

  /** Resolves when nothing is under way any more, with how far the last batch came. Never rejects. */
  async finish(): Promise<Taken> {
    await Promise.all(this.#underWay.values())
    return this.#taken()
  }

  #taken(): Taken {
    const open = this.#batch.filter(({ update_id: id }) => !this.#done.has(id))
    const offset = open[0]?.update_id ?? nextOffset(this.#batch)
    this.#done = new Set([...this.#done].filter((id) => offset !== undefined && id > offset))
    const failed = open.filter((update) => this.#failing.has(this.#ports.lineOf(update)))
    return { offset, failed: failed.length }
  }

  #begin(line: string | number, updates: Update[]): void {
    this.#failing.delete(line)
    const taking = this.#takeLine(line, updates).then((isTaken) => {
      this.#underWay.delete(line)
      if (!isTaken) this.#failing.add(line)
    })
    this.#underWay.set(line, taking)
  }

  /** @returns whether nothing failed. */
  async #takeLine(line: string | number, updates: Update[]): Promise<boolean> {
    const handled: Update[] = []
    const open = updates.filter(({ update_id: id }) => !this.#done.has(id))
    for (const update of open) {
      if (!(await this.#takeOne(update))) break
      handled.push(update)
    }
    return (await this.#settle(line, handled)) && handled.length === open.length
  }

  async #settle(line: string | number, handled: Update[]): Promise<boolean> {
    const last = handled.at(-1)
    if (!last) return true
    try {
      await this.#ports.settle(line)
      for (const { update_id: id } of handled) this.#done.add(id)
      this.#ports.onTaken(handled.length)
    } catch (error) {
      this.#ports.onFailure(last, error, 0)
      return false
    }
    return true
  }

  async #takeOne(update: Update): Promise<boolean> {
    const id = update.update_id
    try {
      await this.#ports.handle(update)
      this.#tries.delete(id)
      return true
    } catch (error) {
      return this.#judge(update, error)
    }
  }

  /** @returns whether to go on as if it had been handled. */
  async #judge(update: Update, error: unknown): Promise<boolean> {
    const id = update.update_id
    const tries = (this.#tries.get(id) ?? 0) + 1
    this.#ports.onFailure(update, error, tries)
    try {
      await this.#ports.assertStoreWorks()
    } catch {
      return false
    }
    this.#tries.set(id, tries)
    if (tries < maxTries) return false
    this.#tries.delete(id)
    await this.#ports.passOver(update, error).catch(() => undefined)
    return true
  }
}

function nextOffset(updates: IncomingUpdate[]): number | undefined {
  const last = updates.at(-1)
  return last && last.update_id + 1
}
