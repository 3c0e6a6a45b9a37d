import { commandOf, frameOf } from './runner-container.ts'

const limits = Buffer.from([0, 0, 0, 20, 0, 0, 255, 255])
const commandWith = (...rest: string[]) =>
  frameOf('C', Buffer.concat([limits, ...rest.map((text) => Buffer.from(text))]))
const headerOf = (kind: string, length: number) => {
  const header = Buffer.alloc(5)
  header.write(kind)
  header.writeUInt32BE(length >>> 0, 1)
  return header
}
const tooManyArguments = Array.from({ length: 8_193 }, () => 'a')
const touch = commandOf({ argv: ['touch', '/work/has-run'] })

/** What no host says before a command. Each would run something visible if its fault were overlooked. */
export const nonsense: Record<string, Buffer> = {
  'words of another protocol': Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  'nothing but zeros': Buffer.alloc(64),
  'a frame of an unknown kind': Buffer.concat([frameOf('Z'), touch]),
  'a frame only the runner sends': Buffer.concat([frameOf('S'), touch]),
  'a command without a byte': Buffer.concat([frameOf('C'), touch]),
  'a command of 2^32 - 1 bytes': Buffer.concat([headerOf('C', -1), Buffer.alloc(4_096, 'a')]),
  'a command of 2^31 bytes': Buffer.concat([headerOf('C', 2 ** 31), Buffer.alloc(4_096, 'a')]),
  'a command of one byte too many': Buffer.concat([headerOf('C', 262_145), Buffer.alloc(262_146, 'a')]),
  'a command that is shorter than it says': Buffer.concat([touch.subarray(0, -2), touch]),
  'a command that is longer than it says': Buffer.concat([touch.subarray(0, -1), Buffer.from('a\n')]),
  'a command whose last string has no end': commandWith('\0', 'touch\0', '/work/has-run'),
  'a folder and nothing else': commandWith('\0'),
  'a folder without an end': commandWith('touch'),
  'a program without a name': commandWith('\0', '\0', '/work/has-run\0'),
  'no time at all': commandOf({ argv: ['touch', '/work/has-run'], backstopSeconds: 0 }),
  'more arguments than there may be': commandOf({ argv: ['touch', '/work/has-run', ...tooManyArguments] }),
  'a kill with a payload': Buffer.concat([frameOf('K', 'now'), touch]),
  'a question with a payload': Buffer.concat([frameOf('U', 'x'), touch]),
  'a question without its newline': Buffer.concat([frameOf('U').subarray(0, -1), touch]),
}
