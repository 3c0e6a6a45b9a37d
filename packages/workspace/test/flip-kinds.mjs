// Run as a process of its own: one name is a file, a link, a pipe, a hard link, a socket, a device … in turn, without
// ever being missing, and one folder is exchanged for a link to a folder outside.
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const [, , mine, outside] = process.argv
const at = (name) => join(mine, 'files', name)
const secret = join(outside, 'secret.txt')
const made = (make) => {
  try {
    make()
    return true
  } catch {
    return false
  }
}

fs.writeFileSync(join(outside, 'outside-only'), '')
fs.mkdirSync(at('dir'))
fs.writeFileSync(at('dir/secret.txt'), 'mine')
fs.symlinkSync(outside, at('dir-link'))
execFileSync('mkfifo', [at('fifo')])
await new Promise((resolve) => createServer().listen(at('socket'), resolve))

const kinds = {
  plain: (path) => fs.writeFileSync(path, 'mine'),
  link: (path) => fs.symlinkSync(secret, path),
  fifo: (path) => fs.linkSync(at('fifo'), path),
  hard: (path) => fs.linkSync(secret, path),
  socket: (path) => fs.linkSync(at('socket'), path),
  setuid: (path) => {
    fs.writeFileSync(path, 'setuid')
    fs.chmodSync(path, 0o4755)
  },
  endless: (path) => fs.symlinkSync('/dev/zero', path),
}
// Where we may not make devices, nobody in a sandbox may.
if (made(() => execFileSync('mknod', [at('device'), 'c', '1', '5'], { stdio: 'ignore' })))
  kinds.device = (path) => fs.linkSync(at('device'), path)
kinds.plain(at('thing'))
process.send(Object.keys(kinds))

const become = (make) => {
  fs.rmSync(at('next'), { recursive: true, force: true })
  make(at('next'))
  fs.renameSync(at('next'), at('thing'))
}
const exchangeFolders = () => {
  fs.renameSync(at('dir'), at('dir-real'))
  fs.renameSync(at('dir-link'), at('dir'))
  fs.renameSync(at('dir'), at('dir-link'))
  fs.renameSync(at('dir-real'), at('dir'))
}
/** In a gap the service has made a folder of this name: away with it. */
const mend = () => {
  if (fs.existsSync(at('dir-real'))) {
    fs.rmSync(at('dir'), { recursive: true, force: true })
    fs.renameSync(at('dir-real'), at('dir'))
  }
  if (!fs.lstatSync(at('dir-link'), { throwIfNoEntry: false })) fs.symlinkSync(outside, at('dir-link'))
}

for (;;) {
  for (const make of Object.values(kinds)) {
    made(() => become(make))
    if (!made(exchangeFolders)) made(mend)
  }
}
