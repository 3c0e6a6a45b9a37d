import { posix } from 'node:path'
import { withoutValues } from './code.ts'
import { hasHole } from './hole.ts'
import { hasOption, operandsOf, valuesOf } from './options.ts'

/** Options that name the file a program writes. */
const outputs: Record<string, string[]> = {
  sort: ['-o', '--output'],
  shuf: ['-o', '--output'],
  curl: ['-o', '--output'],
  wget: ['-O', '--output-document'],
  pandoc: ['-o', '--output'],
  gpg: ['-o', '--output'],
  openssl: ['-out'],
  xmllint: ['-o', '--output'],
  dot: ['-o'],
  script: ['-O', '--log-out'],
  iconv: ['-o', '--output'],
  gcc: ['-o'],
  cc: ['-o'],
  'g++': ['-o'],
  'c++': ['-o'],
  clang: ['-o'],
  'clang++': ['-o'],
  gfortran: ['-o'],
  ld: ['-o'],
  as: ['-o'],
  rustc: ['-o'],
  ghc: ['-o'],
  fpc: ['-o'],
  tee: [],
}

/** Paths whose content a call replaces if they exist, as it names them; with `HOLE` where that is not known. */
export function writtenBy(name: string, args: readonly string[]): string[] {
  if (Object.hasOwn(outputs, name) && name !== 'tee') return valuesOf(args, ...outputs[name]!)
  switch (name) {
    case 'tee':
      return hasOption(args, '-a', '--append') ? [] : operandsOf(args)
    case 'dd':
      return args.flatMap((arg) => (arg.startsWith('of=') ? [arg.slice(3)] : []))
    case 'sed':
    case 'gsed':
      return editedBySed(args)
    case 'perl':
    case 'ruby':
      return args.some((arg) => /^-[A-Za-z0-9]*i$/.test(arg)) ||
        args.some((arg) => /^-[pnl0]*i[pne]+$/.test(arg))
        ? operandsOf(
            withoutValues(
              args,
              args.filter((arg) => /^-[A-Za-z0-9]*[eE]$/.test(arg)),
            ),
          )
        : []
    case 'awk':
    case 'gawk':
      return editedByAwk(args)
    case 'yq':
      return hasOption(args, '-i', '--inplace') ? operandsOf(args).slice(1) : []
    case 'sponge':
      return hasOption(args, '-a') ? [] : operandsOf(args)
    case 'xxd':
      return operandsOf(withoutValues(args, ['-l', '-c', '-s', '-g', '-o', '-n'])).slice(1, 2)
    case 'strip':
      return valuesOf(args, '-o').length > 0 ? valuesOf(args, '-o') : operandsOf(args)
    case 'objcopy':
      return operandsOf(args).slice(-1)
    case 'gzip':
    case 'bzip2':
    case 'xz':
    case 'zstd':
      return packedOver(name, args)
    case 'exiftool':
      return args.some((arg) => arg.startsWith('-overwrite_original')) ? operandsOf(args) : []
    case 'qpdf':
      return args.includes('--replace-input')
        ? operandsOf(args).slice(0, 1)
        : operandsOf(args).slice(1).slice(-1)
    case 'pdftk':
      return args.slice(args.indexOf('output') + 1 || args.length).slice(0, 1)
    case 'pdfunite':
      return args.slice(-1)
    case 'pdftotext':
      return operandsOf(args).slice(1, 2)
    case 'go':
      return args[0] === 'build' ? valuesOf(args, '-o') : []
    case 'rsync':
      return hasOption(args, '-b', '--backup', '--ignore-existing', '-n', '--dry-run') ||
        args.some((arg) => /^--(?:delete|files-from)/.test(arg))
        ? []
        : placedBy(name, args)
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
      return placedBy(name, args)
    case 'uniq':
      return operandsOf(args).slice(1, 2)
    case 'tar':
      return packedBy(args)
    case 'ffmpeg':
      return args.includes('-y') ? args.slice(-1) : []
    case 'convert':
    case 'magick':
    case 'mogrify':
      return name === 'mogrify' ? operandsOf(args) : args.slice(-1)
    default:
      return []
  }
}

/** A backup (`-i.bak`) keeps what was there. */
function editedBySed(args: readonly string[]): string[] {
  const inPlace = args.some((arg) => /^-[nrEsuz]*i$|^--in-place$|^-i[nrEsz]$/.test(arg))
  if (!inPlace) return []
  const given = hasOption(args, '-e', '-f', '--expression', '--file')
  const operands = operandsOf(withoutValues(args, ['-e', '-f', '--expression', '--file', '-l']))
  return given ? operands : operands.slice(1)
}

function editedByAwk(args: readonly string[]): string[] {
  if (!valuesOf(args, '-i', '--include').includes('inplace')) return []
  const operands = operandsOf(withoutValues(args, ['-i', '--include', '-F', '-v', '-f', '-e']))
  const files = hasOption(args, '-f', '-e') ? operands : operands.slice(1)
  return files.filter((file) => !/^\w+=/.test(file))
}

const endings: Record<string, string> = { gzip: '.gz', bzip2: '.bz2', xz: '.xz', zstd: '.zst' }

/** `gzip -f` writes over what an earlier one has packed. */
function packedOver(name: string, args: readonly string[]): string[] {
  if (!hasOption(args, '-f', '--force') || hasOption(args, '-d', '-c', '-l', '-t')) return []
  return operandsOf(args).map((file) => `${file}${endings[name]}`)
}

/** Where cp, mv, install and ln put things: at the last name, or below it when that is a folder. */
function placedBy(name: string, args: readonly string[]): string[] {
  if (hasOption(args, '-b', '-i', '--backup', '--interactive')) return []
  if (name !== 'ln' && hasOption(args, '-n', '--no-clobber')) return []
  const isForced = hasOption(args, '-f', '--force')
  if (name === 'ln' && !isForced) return []
  const folders = valuesOf(args, '-t', '--target-directory')
  const operands = operandsOf(withoutValues(args, ['-t', '-m', '-o', '-g', '-S']))
  const target = folders[0] ?? operands.at(-1)
  if (target === undefined || (folders.length === 0 && operands.length < 2)) return []
  const sources = folders.length > 0 ? operands : operands.slice(0, -1)
  const below = sources.map((source) => posix.join(target, posix.basename(source)))
  const places = folders.length === 0 && !target.endsWith('/') ? [target, ...below] : below
  // Copies to a name that is made up on the way are everyday work; emptying one is not.
  const isCertain = isForced || sources.includes('/dev/null')
  // `mv x "$f"` in a loop over files, each of which is there.
  const isThere = isOfFiles(target) && !sources.some(isVague)
  return places.filter((place) => isCertain || !isVague(place) || (isThere && place === target))
}

const isVague = (path: string) => hasHole(path) || /[*?[]/.test(path)

/** `*.txt`, which a loop goes through: those files are there. */
const isOfFiles = (pattern: string) => /(?:^|\/)\*[^/*?[]*\.\w+$/.test(pattern)

function packedBy(args: readonly string[]): string[] {
  const [first = '', second = ''] = args
  if (/^[A-Za-z]+$/.test(first)) return first.includes('c') && first.includes('f') ? [second] : []
  return hasOption(args, '-c', '--create') ? valuesOf(args, '-f', '--file') : []
}
