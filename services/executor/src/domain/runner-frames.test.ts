import fc from 'fast-check'
import { commandFrame, FrameReader, killFrame, type RunnerFrame } from './runner-frames.ts'

const frame = (kind: string, payload: Buffer | string = '') => {
  const bytes = Buffer.from(payload)
  const header = Buffer.alloc(5)
  header.write(kind)
  header.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([header, bytes, Buffer.from('\n')])
}
const started = Buffer.alloc(8)
started.writeBigUInt64BE(1_767_225_600_000n)
const exited = Buffer.from([0x65, 0, 0, 0, 200])
const wire = Buffer.concat([
  frame('R', '\x01'),
  frame('S', started),
  frame('O', 'X\0\0\0\x05e\0\0\0\0\n'),
  frame('E', '\n\xff\n'),
  frame('O', ''),
  frame('W', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 16, 0, 0]), Buffer.from([1])])),
  frame('X', exited),
])

function readIn(sizes: number[]): RunnerFrame[] {
  const seen: RunnerFrame[] = []
  const reader = new FrameReader((one) => seen.push(one))
  for (let at = 0, i = 0; at < wire.length; i++) {
    const size = sizes[i % sizes.length]!
    reader.read(wire.subarray(at, at + size))
    at += size
  }
  return seen
}

/** Output comes in pieces; here joined again. */
function joined(frames: RunnerFrame[]) {
  const text = (from: string) =>
    Buffer.concat(
      frames.map((one) =>
        one.kind === from && 'bytes' in one && Buffer.isBuffer(one.bytes) ? one.bytes : Buffer.alloc(0),
      ),
    )
  return {
    stdout: text('stdout'),
    stderr: text('stderr'),
    rest: frames.filter(({ kind }) => !kind.startsWith('std')),
  }
}

test('frames cut anywhere: the same frames, whatever the output looks like', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
      const { stdout, stderr, rest } = joined(readIn(sizes))

      expect(stdout).toEqual(Buffer.from('X\0\0\0\x05e\0\0\0\0\n'))
      expect(stderr).toEqual(Buffer.from('\n\xff\n'))
      expect(rest).toEqual([
        { kind: 'ready' },
        { kind: 'started', at: new Date(1_767_225_600_000) },
        { kind: 'written', bytes: 1_048_576, hidden: true },
        { kind: 'exit', exit: { how: 'exited', code: 200 } },
      ])
    }),
  )
})

test.each([
  ['another version', frame('R', '\x02'), /version/],
  ['a kind nobody knows', frame('Q'), /never should/],
  ['an exit of a strange kind', frame('X', 'z\0\0\0\0'), /never should/],
  ['a length that would fill the memory', Buffer.from('X\xff\xff\xff\xff', 'latin1'), /too long/],
  ['output longer than it may be', Buffer.from('O\0\x01\0\0', 'latin1'), /too long/],
  ['no end where it should be', Buffer.concat([frame('K').subarray(0, 5), Buffer.from('x')]), /end/],
])('%s: not the runner’s language', (_what, bytes, why) => {
  expect(() => new FrameReader(() => undefined).read(bytes)).toThrow(why)
})

test('a command as the runner gets it', () => {
  const bytes = commandFrame({
    argv: ['echo', 'ä'],
    workdirRel: 'a b',
    backstopSeconds: 40,
    outputLimitBytes: 65_536,
  })

  expect(bytes.toString('latin1')).toBe('C\0\0\0\x14\0\0\0\x28\0\x01\0\0a b\0echo\0\xc3\xa4\0\n')
  expect(killFrame.toString('latin1')).toBe('K\0\0\0\0\n')
})
