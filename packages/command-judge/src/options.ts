/** The arguments before `--` that begin with a dash. */
export function optionsOf(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).filter((arg) => arg.length > 1 && arg.startsWith('-'))
}

/** The arguments that are no options. A value of an option that stands by itself counts as one. */
export function operandsOf(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  return [
    ...before.filter((arg) => arg === '-' || !arg.startsWith('-')),
    ...(end < 0 ? [] : args.slice(end + 1)),
  ]
}

/**
 * Whether one of the options is given: `-f` also within a bundle (`-rf`), `--force` also with a value or shortened as
 * getopt allows it (`--forc`).
 */
export function hasOption(args: readonly string[], ...names: string[]): boolean {
  return optionsOf(args).some((arg) => names.some((name) => isOption(arg, name)))
}

function isOption(arg: string, name: string): boolean {
  if (!name.startsWith('--')) {
    return name.length === 2 ? /^-[A-Za-z0-9]+$/.test(arg) && arg.includes(name[1]!) : arg === name
  }
  const given = arg.split('=', 1)[0]!
  return given === name || (given.length >= 5 && given.startsWith('--') && name.startsWith(given))
}

/** Values of an option, however it is written: `-o x`, `-ox`, `--output x`, `--output=x`. */
export function valuesOf(args: readonly string[], ...names: string[]): string[] {
  const values: string[] = []
  args.forEach((arg, index) => {
    const next = args[index + 1]
    for (const name of names) {
      if (arg === name) values.push(...(next === undefined ? [] : [next]))
      else if (name.startsWith('--') && arg.startsWith(`${name}=`)) values.push(arg.slice(name.length + 1))
      else if (/^-[A-Za-z]$/.test(name)) values.push(...bundled(arg, name[1]!, next))
    }
  })
  return values
}

function bundled(arg: string, letter: string, next: string | undefined): string[] {
  const place = /^-[A-Za-z]/.test(arg) ? arg.indexOf(letter, 1) : -1
  if (place < 0 || !/^[A-Za-z]*$/.test(arg.slice(1, place))) return []
  const attached = arg.slice(place + 1)
  return attached === '' ? (next === undefined ? [] : [next]) : [attached]
}
