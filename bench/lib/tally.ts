/** Values of one figure, one a run. */
interface Entry {
  id: string
  unit: string
  values: number[]
  baseline: number[]
}

/** Gathers what the runs found, figure by figure, in the order in which figures first came up. */
export class Tally {
  readonly #entries = new Map<string, Entry>()

  add(id: string, unit: string, value: number): void {
    this.#entry(id, unit).values.push(value)
    console.error(`    ${id.padEnd(28)} ${value.toFixed(2)} ${unit}`)
  }

  /** The same figure of the baseline, in the same run. */
  addBaseline(id: string, unit: string, value: number): void {
    this.#entry(id, unit).baseline.push(value)
    console.error(`    ${`${id} (baseline)`.padEnd(28)} ${value.toFixed(2)} ${unit}`)
  }

  entries(): Entry[] {
    return [...this.#entries.values()].filter(({ values }) => values.length > 0)
  }

  #entry(id: string, unit: string): Entry {
    let entry = this.#entries.get(id)
    if (!entry) this.#entries.set(id, (entry = { id, unit, values: [], baseline: [] }))
    return entry
  }
}
