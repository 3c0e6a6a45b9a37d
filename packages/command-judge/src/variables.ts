import { HOLE } from './hole.ts'

const most = 16

/** Values that a script gives to its variables, in any order: what a variable may be, not what it is at one place. */
export class Variables {
  readonly #values = new Map<string, Set<string>>([
    ['TMPDIR', new Set(['/tmp'])],
    ['PWD', new Set(['.'])],
  ])

  /** Never empty; one the script does not set is unknown. */
  valuesOf(name: string): string[] {
    return [...(this.#values.get(name) ?? [HOLE])]
  }

  add(name: string, values: readonly string[]): void {
    const known = this.#values.get(name) ?? new Set<string>()
    this.#values.set(name, known)
    for (const value of values) known.add(known.size < most && value.length <= 4_096 ? value : HOLE)
  }
}
