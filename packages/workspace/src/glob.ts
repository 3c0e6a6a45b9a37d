import { fileError, quoted } from './file-error.ts'

const MAX_GLOB = 300
const MAX_CHOICES = 64

/**
 * Judges paths by a glob: `*` and `?` within a name, `**` over any number of folders, `{a,b}` for either. Without a `/`
 * it is tried on the last name alone. Upper and lower case are the same. No regular expression is made of it, so that no
 * pattern takes more than its length times the path's.
 *
 * @throws AppError `bad_pattern`
 */
export function globMatcher(glob: string): (path: string) => boolean {
  if (glob === '' || glob.length > MAX_GLOB) {
    throw fileError('bad_pattern', `A glob has 1 to ${MAX_GLOB} characters, such as "**/*.pdf".`)
  }
  const choices = expand(glob.toLowerCase()).map((choice) => choice.split('/').filter((name) => name !== '.'))
  return (path) => {
    const names = path.toLowerCase().split('/')
    return choices.some((wanted) =>
      wanted.length === 1 && wanted[0] !== '**'
        ? fitsName(wanted[0]!, names.at(-1)!)
        : fits(wanted, names, fitsName, (part) => part === '**'),
    )
  }
}

/** `a{b,c}d` as `abd` and `acd`; without nesting. */
function expand(glob: string): string[] {
  let choices = ['']
  for (const part of glob.split(/(\{[^{}]*\})/)) {
    const ends = part.startsWith('{') && part.endsWith('}') ? part.slice(1, -1).split(',') : [part]
    choices = choices.flatMap((start) => ends.map((end) => start + end))
    if (choices.length > MAX_CHOICES)
      throw fileError('bad_pattern', `${quoted(glob)} stands for too many globs.`)
  }
  return choices
}

const fitsName = (pattern: string, name: string): boolean =>
  fits(
    Array.from(pattern),
    Array.from(name),
    (wanted, char) => wanted === '?' || wanted === char,
    (wanted) => wanted === '*',
  )

/** Wildcards over a list: `isStar` stands for any number of items. Only the last star is ever gone back to. */
function fits(
  pattern: string[],
  items: string[],
  same: (wanted: string, item: string) => boolean,
  isStar: (wanted: string) => boolean,
): boolean {
  let [at, next, star, resumed] = [0, 0, -1, 0]
  while (at < items.length) {
    const wanted = pattern[next]
    if (wanted !== undefined && isStar(wanted)) [star, resumed, next] = [next, at, next + 1]
    else if (wanted !== undefined && same(wanted, items[at]!)) [at, next] = [at + 1, next + 1]
    else if (star >= 0) [resumed, at, next] = [resumed + 1, resumed + 1, star + 1]
    else return false
  }
  return pattern.slice(next).every(isStar)
}
