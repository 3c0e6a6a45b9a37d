import { existsSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { leaveOut } from './left-out.ts'

export const root = path.dirname(import.meta.dirname)

/** The bundles of a service by their names: its main.ts, and the other processes that its entries.json adds. */
export function entriesOf(name: string): string[][] {
  const folder = `services/${name}`
  const list = path.join(root, folder, 'entries.json')
  const more = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>) : {}
  const files = [[name, 'src/main.ts'], ...Object.entries(more)]
  return files
    .map(([bundle, file]) => [bundle!, `${folder}/${file}`])
    .filter(([, file]) => existsSync(path.join(root, file!)))
}

// CommonJS dependencies inside an ES module still ask for these three.
const banner = [
  "import { createRequire as aikaCreateRequire } from 'node:module'",
  'const require = aikaCreateRequire(import.meta.url)',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname',
].join(';')

/** Stack traces show lines of our own code; everybody else's sources need not be in the image. */
async function keepOurSourcesOnly(file: string) {
  const map = JSON.parse(await readFile(file, 'utf8')) as {
    sources: string[]
    sourcesContent: (string | null)[]
  }
  map.sourcesContent = map.sources.map((source, index) =>
    source.includes('node_modules/') ? null : (map.sourcesContent[index] ?? null),
  )
  await writeFile(file, JSON.stringify(map))
}

/** Bundles entry points, named as their files will be, into a folder; code that several share goes into chunks. */
export async function bundle(entryPoints: Record<string, string>, into: string, plugins: Plugin[] = []) {
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints,
    outdir: into,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay: they are what a stack trace is read by.
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: banner },
    // Optional native helpers: their packages fall back to JavaScript where these are missing.
    external: ['*.node', 'cpu-features', 'msgpackr-extract', 'pino-pretty'],
    plugins: [leaveOut, ...plugins],
    logLevel: 'warning',
  })
  const maps = Object.keys(metafile.outputs).filter((file) => file.endsWith('.map'))
  await Promise.all(maps.map((file) => keepOurSourcesOnly(path.join(root, file))))
  // Without it Node reads every file twice, the first time as CommonJS: slower, and 10 MB more for each service.
  await writeFile(path.join(into, 'package.json'), '{ "type": "module" }\n')
}
