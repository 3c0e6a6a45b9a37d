// Run as a process of its own: keeps exchanging a file for a link and a folder for a link to the same name outside.
import * as fs from 'node:fs'
import { join } from 'node:path'

const [, , mine, outside] = process.argv
const files = join(mine, 'files')
const at = (name) => join(files, name)

fs.writeFileSync(join(outside, 'outside-only'), '')
fs.mkdirSync(at('dir'))
fs.writeFileSync(at('dir/secret.txt'), 'mine')
fs.writeFileSync(at('file'), 'mine')
const targets = { file: join(outside, 'secret.txt'), dir: outside }
for (const [name, target] of Object.entries(targets)) fs.symlinkSync(target, at(`${name}-link`))
process.send('ready')

const exchange = (name) => {
  try {
    fs.renameSync(at(name), at(`${name}-real`))
    fs.renameSync(at(`${name}-link`), at(name))
    fs.renameSync(at(name), at(`${name}-link`))
    fs.renameSync(at(`${name}-real`), at(name))
  } catch {
    // In the gap the service has made a folder of this name: away with it, and on.
    fs.rmSync(at(name), { recursive: true, force: true })
    if (fs.existsSync(at(`${name}-real`))) fs.renameSync(at(`${name}-real`), at(name))
    if (!fs.lstatSync(at(`${name}-link`), { throwIfNoEntry: false }))
      fs.symlinkSync(targets[name], at(`${name}-link`))
  }
}

for (;;) {
  for (const name of Object.keys(targets)) {
    try {
      exchange(name)
    } catch {
      // Again in the gap; the next round sees to it.
    }
  }
}
