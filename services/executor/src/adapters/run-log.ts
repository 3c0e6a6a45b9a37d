import { messageOf } from '@aika/errors'
import type { Logger } from '@aika/service-kit'
import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A person's log is kept this large, and once more as large under another name. */
const maxBytes = 5_000_000

/**
 * One line a run, in a file of each person: what somebody ran is theirs, and goes when they want to be forgotten, which a
 * container's log could not do. Lines keep their order; one that cannot be written is told and does not hold a run up.
 */
export class RunLog implements AsyncDisposable {
  readonly #folder: string
  readonly #log: Pick<Logger, 'warn'>
  #last: Promise<void> = Promise.resolve()

  constructor(folder: string, log: Pick<Logger, 'warn'>) {
    this.#folder = folder
    this.#log = log
  }

  add(userId: number, line: object): void {
    this.#last = this.#last
      .then(() => this.#write(userId, `${JSON.stringify(line)}\n`))
      .catch((error: unknown) => this.#log.warn({ reason: messageOf(error) }, 'a run could not be logged'))
  }

  async #write(userId: number, line: string): Promise<void> {
    const file = join(this.#folder, `${userId}.jsonl`)
    await mkdir(this.#folder, { recursive: true })
    const size = await stat(file).then(
      ({ size }) => size,
      () => 0,
    )
    if (size > maxBytes) await rename(file, join(this.#folder, `${userId}.old.jsonl`))
    await appendFile(file, line, { mode: 0o600 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last
  }
}
