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
  onFailure(update: Update, error: unknown, tries: number): void
}

/** An update that failed this often, while the store works, will never succeed. */
const maxTries = 6

/**
 * Takes batches of updates in and tells how far Telegram may forget them. Lines run side by side, each in its own order:
 * behind an update that failed nothing of its line is handled, and nothing behind it is confirmed, so that Telegram
 * delivers it again.
 */
export class Intake<Update extends IncomingUpdate> {
  readonly #ports: IntakePorts<Update>
  readonly #tries = new Map<number, number>()
  #done = new Set<number>()

  constructor(ports: IntakePorts<Update>) {
    this.#ports = ports
  }

  /** @returns the offset that confirms every update before the first that failed. */
  async take(updates: Update[]): Promise<{ offset: number | undefined; failed: number }> {
    const lines = Map.groupBy(updates, (update) => this.#ports.lineOf(update))
    await Promise.all(Array.from(lines, ([line, own]) => this.#takeLine(line, own)))
    const failed = updates.filter(({ update_id: id }) => !this.#done.has(id))
    const offset = failed[0]?.update_id ?? nextOffset(updates)
    this.#done = new Set([...this.#done].filter((id) => offset !== undefined && id > offset))
    return { offset, failed: failed.length }
  }

  async #takeLine(line: string | number, updates: Update[]): Promise<void> {
    const handled: Update[] = []
    for (const update of updates) {
      if (!this.#done.has(update.update_id)) {
        if (!(await this.#takeOne(update))) break
        handled.push(update)
      }
    }
    const last = handled.at(-1)
    if (!last) return
    try {
      await this.#ports.settle(line)
      for (const { update_id: id } of handled) this.#done.add(id)
    } catch (error) {
      this.#ports.onFailure(last, error, 0)
    }
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
