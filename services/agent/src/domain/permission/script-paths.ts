import type { Place, ToolFolder } from '../tools/tool.ts'

/** What a sandbox calls the person's folder. */
const root = 'work'

/** A path as a script in `workdir` means it, name by name from the root of its sandbox. */
function namesOf(path: string, workdir: string): string[] {
  const full = path.startsWith('/') ? path : `/${root}/${workdir}/${path}`
  return full.split('/').filter((name) => name !== '' && name !== '.')
}

/** Which of the person's files a script's path names; undefined: none, or one that only the script itself can tell. */
export function placeOf(path: string, workdir: string): Place | undefined {
  const [first, ...names] = namesOf(path, workdir)
  const isPlain = first === root && names.length > 0 && !names.includes('..') && !path.startsWith('~')
  return isPlain ? { location: 'user', path: names.join('/') } : undefined
}

/** Files of the person's, by the names that a script in `workdir` may use for them. */
export function namedFrom(workdir: string, files: ReadonlyMap<string, string>): Map<string, string> {
  const start = namesOf('.', workdir)
  return new Map(
    [...files].flatMap(([path, text]) => {
      const names = namesOf(path, '')
      const shared = start.findIndex((name, index) => names[index] !== name)
      const depth = shared < 0 ? start.length : shared
      const fromStart = [...start.slice(depth).map(() => '..'), ...names.slice(depth)]
      return [[`/${names.join('/')}`, text] as const, [fromStart.join('/'), text] as const]
    }),
  )
}

/**
 * Whether a script that writes to a path may replace a file. A script goes up and follows links, which a `ToolFolder`
 * never does: so its way is walked name by name, and where a link or something unknown lies on it, it may.
 */
export async function mayReplace(
  folder: Pick<ToolFolder, 'stat'>,
  path: string,
  workdir: string,
): Promise<boolean> {
  // `~` itself is the sandbox's own; `~+` is the folder the script is in.
  if (/^~[^/]/.test(path)) return true
  const names = namesOf(path.replace(/^~(?=\/)/, '/tmp'), workdir)
  const here: string[] = []
  let kind: Kind | undefined
  for (const name of names) {
    if (name === '..') here.pop()
    else here.push(name)
    kind = await kindAt(folder, here)
    if (kind === 'link' || kind === 'other') return true
  }
  return kind === 'file'
}

type Kind = NonNullable<Awaited<ReturnType<ToolFolder['stat']>>>['kind']

/** What lies outside of the person's folder ends with the sandbox, or cannot be written. */
async function kindAt(folder: Pick<ToolFolder, 'stat'>, here: string[]): Promise<Kind | undefined> {
  const [first, ...names] = here
  if (first !== root || names.length === 0) return undefined
  try {
    return (await folder.stat(names.join('/')))?.kind
  } catch {
    // Below a file, which was seen before, nothing is; what else cannot be looked at may be anything.
    return 'other'
  }
}
