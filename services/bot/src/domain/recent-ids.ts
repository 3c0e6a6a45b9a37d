/** The ids that were added last, at most `size` of them. */
export class RecentIds {
  readonly #ids = new Set<string>()
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  delete(id: string): void {
    this.#ids.delete(id)
  }

  add(id: string): void {
    this.#ids.add(id)
    if (this.#ids.size <= this.#size) return
    const [oldest] = this.#ids
    if (oldest !== undefined) this.#ids.delete(oldest)
  }
}
