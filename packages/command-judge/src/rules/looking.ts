import { posix } from 'node:path'
import { hasOption, operandsOf } from '../options.ts'
import type { Call, Rule } from './rule.ts'

/** Folders where programs keep what is nobody else's business. */
const hidden = new Set(['/proc', '/run', '/var/run', '/sys', '/dev'])
const isHidden = (path: string) => hidden.has(posix.normalize(path).replace(/(.)\/+$/, '$1'))

/** Looking for secrets, and for ways out. */
export const lookingRules: Rule[] = [
  {
    id: 'secret-environment',
    class: 'block',
    reason: 'it shows the environment of other programs',
    programs: ['ps'],
    when: ({ args }) => args.some(showsEnvironment),
  },
  {
    id: 'secret-search',
    class: 'block',
    reason: 'it searches or copies where secrets of programs are kept',
    programs: ['grep', 'egrep', 'fgrep', 'rgrep', 'rg', 'ag', 'find', 'cp', 'tar', 'rsync', 'zip'],
    when: searchesSecrets,
  },
  {
    id: 'escape-search',
    class: 'ask',
    reason: 'it looks for ways out of the sandbox',
    programs: ['find', 'getcap'],
    when: ({ name, args }) =>
      name === 'getcap' ? hasOption(args, '-r') : startsOutside(args) && args.some(looksForWays),
  },
]

/** `ps auxe` and `ps eww`: letters without a dash, of which `e` is the environment. */
function showsEnvironment(arg: string, index: number, args: string[]): boolean {
  const isValue = /^(?:-.*[oOCGgpqstUu]|--(?:format|sort|pid|user))$/.test(args[index - 1] ?? '')
  return !isValue && /^[aAxuwlfjvsXSTLHhnckrg]*e[aAxuwlfjvsXSTLHhnckrg]*$/.test(arg)
}

function searchesSecrets({ name, args }: Call): boolean {
  const operands = operandsOf(args)
  if (name === 'find')
    return args.some(
      (arg, index) => /^-i?(?:name|path|wholename)$/.test(args[index - 1] ?? '') && /environ/.test(arg),
    )
  if (!operands.some(isHidden)) return false
  const searches = name === 'rgrep' || name === 'rg' || name === 'ag'
  return (
    searches ||
    !name.endsWith('grep') ||
    hasOption(args, '-r', '-R', '--recursive', '--dereference-recursive')
  )
}

const startsOutside = (args: string[]) =>
  args.slice(0, 3).some((arg) => arg.startsWith('/') && !/^\/(?:work|tmp)(?:\/|$)/.test(arg))

/** Setuid bits, sockets, places that can be written. */
function looksForWays(arg: string, index: number, args: string[]): boolean {
  const before = args[index - 1]
  if (before === '-perm')
    return /^[-/]?0?[2467]\d{3}$|(?:^[-/]?|,)[ugoa]{0,4}[+=][rwxt]{0,4}s|^[-/][ugoa]{0,4}[+=]?[rx]{0,2}w/.test(
      arg,
    )
  if (before === '-type') return arg === 's'
  return arg === '-writable'
}
