// Bundles every service into dist/services: one entry each, shared code in shared chunks, no node_modules needed.
import { readdirSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bundle, entriesOf, root } from './bundle.ts'

const outdir = path.join(root, 'dist')

/** Every folder in services/ that has a main.ts, what its entries.json adds, and the one-shot migration step. */
function services(): Record<string, string> {
  const found = readdirSync(path.join(root, 'services')).flatMap(entriesOf)
  return Object.fromEntries([...found, ['migrate', 'packages/store/src/migrate/main.ts']])
}

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

await rm(outdir, { recursive: true, force: true })
await bundle(services(), path.join(outdir, 'services'))
await copyDashboard()
// Apart from the rest: a real installation carries nothing that pretends to be Telegram.
await bundle({ 'stand-ins': 'packages/stand-ins/src/main.ts' }, path.join(outdir, 'stand-ins'))
