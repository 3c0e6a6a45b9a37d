// Bundles every service into dist/services: one entry each, shared code in shared chunks, no node_modules needed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'
import { leaveOut } from './left-out.ts'

const root = path.dirname(import.meta.dirname)
const outdir = path.join(root, 'dist')

/** Every folder in services/ that has a main.ts, what its entries.json adds, and the one-shot migration step. */
function services(): Record<string, string> {
  const found = readdirSync(path.join(root, 'services')).flatMap((name) => [
    [name, `services/${name}/src/main.ts`],
    ...furtherEntries(name),
  ])
  return Object.fromEntries([...found, ['migrate', 'packages/store/src/migrate/main.ts']].filter(hasMain))
}

/** A service of several processes names the others there: the bundle's name, and its file within the service. */
function furtherEntries(name: string): string[][] {
  const list = path.join(root, 'services', name, 'entries.json')
  if (!existsSync(list)) return []
  const entries = JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>
  return Object.entries(entries).map(([bundle, file]) => [bundle, `services/${name}/${file}`])
}

const hasMain = ([, file]: string[]) => existsSync(path.join(root, file!))

// CommonJS dependencies inside an ES module still ask for these three.
const banner = [
  "import { createRequire as aikaCreateRequire } from 'node:module'",
  'const require = aikaCreateRequire(import.meta.url)',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname',
].join(';')

/** Bull Board serves its pages from files, which a bundle does not carry. */
async function copyDashboard() {
  const from = path.join(root, 'services/console/package.json')
  try {
    const ui = path.dirname(createRequire(from).resolve('@bull-board/ui/package.json'))
    await cp(path.join(ui, 'dist'), path.join(outdir, 'services/bull-board-ui/dist'), { recursive: true })
    await cp(path.join(ui, 'package.json'), path.join(outdir, 'services/bull-board-ui/package.json'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
  }
}

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

async function bundle(entryPoints: Record<string, string>, into: string) {
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
    plugins: [leaveOut],
    logLevel: 'warning',
  })
  const maps = Object.keys(metafile.outputs).filter((file) => file.endsWith('.map'))
  await Promise.all(maps.map((file) => keepOurSourcesOnly(path.join(root, file))))
  // Without it Node reads every file twice, the first time as CommonJS: slower, and 10 MB more for each service.
  await writeFile(path.join(into, 'package.json'), '{ "type": "module" }\n')
}

await rm(outdir, { recursive: true, force: true })
await bundle(services(), path.join(outdir, 'services'))
await copyDashboard()
// Apart from the rest: a real installation carries nothing that pretends to be Telegram.
await bundle({ 'stand-ins': 'packages/stand-ins/src/main.ts' }, path.join(outdir, 'stand-ins'))
