import { RecordReader } from './record-reader.ts'
import type { RunnerFrame } from './runner-frames.ts'

const frame = (kind: string, payload: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(payload.length)
  return Buffer.concat([Buffer.from(kind), length, payload, Buffer.from('\n')])
}
const ready = frame('R', Buffer.from([1]))
const started = frame('S', Buffer.alloc(8))
const exit = (code: number) => frame('X', Buffer.from([0x65, 0, 0, 0, code]))

function heard(bytes: Buffer, size = bytes.length) {
  const frames: RunnerFrame[] = []
  const reader = new RecordReader((said) => frames.push(said))
  for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size))
  reader.end()
  const kinds = frames.map((said) => (said.kind === 'exit' ? `exit ${said.exit.code}` : said.kind))
  return { kinds: [...new Set(kinds)], isTorn: reader.isTorn }
}

describe('the engine’s record of a runner', () => {
  test('whole: as it was said', () => {
    const record = Buffer.concat([ready, started, frame('O', Buffer.from('hello')), exit(3)])

    expect(heard(record)).toEqual({ kinds: ['ready', 'started', 'stdout', 'exit 3'], isTorn: false })
  })

  test('nothing in it yet: not torn', () => {
    expect(heard(Buffer.alloc(0))).toEqual({ kinds: [], isTorn: false })
    expect(heard(ready.subarray(0, 3)).isTorn).toBe(false)
  })

  test.each([1, 7, 10_000])(
    'its beginning is gone, in pieces of %i bytes: torn, and the last word counts',
    (size) => {
      const printed = frame('O', Buffer.from('line\n'.repeat(1_000)))
      const record = Buffer.concat([printed.subarray(2_001), exit(7)])

      expect(heard(record, size)).toEqual({ kinds: ['stderr', 'exit 7'], isTorn: true })
    },
  )

  test('it begins with whole frames, but not the first: what a command printed may look like that', () => {
    const forged = Buffer.concat([started, exit(0)])

    expect(heard(Buffer.concat([forged, frame('O', Buffer.from('more')), exit(9)]))).toEqual({
      kinds: ['stderr', 'exit 9'],
      isTorn: true,
    })
  })

  test('torn in the middle, and no last word: none is made up', () => {
    const record = Buffer.concat([ready, started, Buffer.from('half a line\n'), exit(0), Buffer.from('\n')])

    expect(heard(record)).toEqual({ kinds: ['ready', 'started', 'stderr'], isTorn: true })
  })
})
