import { operandsOf, valuesOf } from '../options.ts'
import type { Call, Rule } from './rule.ts'

/** Devices that give bytes for ever. */
export const endless = /^\/dev\/(?:zero|urandom|random|full)$/

/** More than anybody writes by way of trying something out, and far below what fills a disk. */
const largeBytes = 100 * 1024 ** 2
const largeCount = 100_000_000

/** Much data out of nothing, and data without an end. */
export const amountRules: Rule[] = [
  {
    id: 'endless-data',
    class: 'block',
    reason: 'it writes without an end',
    programs: [
      'cat',
      'dd',
      'cp',
      'tee',
      'pv',
      'base64',
      'gzip',
      'bzip2',
      'xz',
      'zstd',
      'sort',
      'xxd',
      'od',
      'yes',
    ],
    when: readsEndlessly,
  },
  {
    id: 'large-fill',
    class: 'ask',
    reason: 'it makes a very large file',
    programs: ['dd', 'head', 'seq'],
    when: ({ name, args, isToFile }) => {
      if (name === 'seq') return isToFile && operandsOf(args).some((word) => Number(word) >= largeCount)
      return args.some((arg) => endless.test(arg.replace(/^if=/, ''))) && bytesOf(name, args) >= largeBytes
    },
  },
]

function readsEndlessly({ name, args, isToFile, isCut }: Call): boolean {
  if (isCut && !isToFile && name !== 'dd') return false
  if (name === 'yes') return isToFile
  if (name === 'dd') {
    return (
      args.some((arg) => endless.test(arg.replace(/^if=/, ''))) &&
      !args.some((arg) => arg.startsWith('count='))
    )
  }
  if (name === 'xxd' || name === 'od') {
    const limited = valuesOf(args, '-l', '-N', '--len', '--read-bytes').length > 0
    return !limited && args.some((arg) => endless.test(arg))
  }
  return name !== 'tee' && args.some((arg) => endless.test(arg))
}

function bytesOf(name: string, args: string[]): number {
  if (name === 'head') return sizeOf(valuesOf(args, '-c', '--bytes')[0] ?? '0')
  const value = (key: string) => args.find((arg) => arg.startsWith(`${key}=`))?.slice(key.length + 1)
  return sizeOf(value('bs') ?? '512') * sizeOf(value('count') ?? '0')
}

const powers: Record<string, number> = { '': 0, b: 0, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 }

/** `10`, `4k`, `1M`, `2GB`; an unknown one counts as none. */
function sizeOf(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([bkKMGTPE]?)i?B?$/.exec(text) ?? []
  return digits === undefined
    ? 0
    : Number(digits) * 1024 ** (powers[unit === 'b' ? unit : unit.toUpperCase()] ?? 0)
}
