import fc from 'fast-check'
import { demux } from './demux.ts'
import { throughMounts } from './host-folder.ts'
import { pauseWatch } from './pause-watch.ts'

const frame = (from: 1 | 2, text: string) => {
  const header = Buffer.alloc(8)
  header[0] = from
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

test('frames that arrive cut anywhere: each output is whole', () => {
  const wire = Buffer.concat([frame(1, 'hello '), frame(2, ''), frame(2, 'oh no'), frame(1, 'wörld')])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
      const seen = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) }
      const read = demux((from, bytes) => (seen[from] = Buffer.concat([seen[from], bytes])))

      for (let at = 0, i = 0; at < wire.length; i++) {
        const size = sizes[i % sizes.length]!
        read(wire.subarray(at, at + size))
        at += size
      }

      expect([seen.stdout.toString(), seen.stderr.toString()]).toEqual(['hello wörld', 'oh no'])
    }),
  )
})

test('a folder below several mounts: the innermost says where it is on the host', () => {
  const mounts = [
    { Source: '/srv/aika', Destination: '/data' },
    { Source: '/mnt/people', Destination: '/data/users' },
    { Source: '/other', Destination: '/data/users-of-old' },
  ]

  expect(throughMounts('/data/users', mounts)).toBe('/mnt/people')
  expect(throughMounts('/data/shared', mounts)).toBe('/srv/aika/shared')
  expect(throughMounts('/elsewhere', mounts)).toBe('/elsewhere')
})

test('a process that stood still: it knows for the jobs it had, not for those it gets after', () => {
  let now = 1_000_000
  using watch = pauseWatch(() => now)
  const before = now
  now += 600

  expect(watch.pausedSince(before)).toBe(false)
  now += 10_000
  expect(watch.pausedSince(before)).toBe(true)
  now += 1
  expect(watch.pausedSince(now)).toBe(false)
})
