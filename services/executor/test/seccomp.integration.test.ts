import { arch } from 'node:os'
import { useBareSandbox } from './bare-sandbox.ts'
import { refusedCalls, trying } from './refused-calls.ts'

/** getpid as 32-bit programs ask for it, and by the numbers of x32. arm64 knows one way here. */
const foreignCalls = arch() === 'x64' ? ['b814000000cd80c3', 'b8270000400f05c3'] : []

const script = (program: string) => `touch tried; python3 - <<'END'\n${program}\nEND\n`

const running = (machineCode: string) => `
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex("${machineCode}"))
ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
raise SystemExit("it was answered")`

function answers(output: string): Map<string, string> {
  return new Map(output.split('\n').map((line) => line.split(' = ') as [string, string]))
}

describe('the filter of system calls, in a real sandbox', () => {
  const sandbox = useBareSandbox()

  test(`${refusedCalls.length} calls that no command needs: each is refused, and by the filter`, async () => {
    const program = script(trying(refusedCalls))
    const [held, open] = await Promise.all([
      sandbox.run(program),
      sandbox.run(program, { seccomp: 'unconfined' }),
    ])

    const expected = new Map(refusedCalls.map(({ title, refusal }) => [title, refusal as string]))
    expect(Object.fromEntries(answers(held))).toMatchObject(Object.fromEntries(expected))
    // Some are refused to somebody without capabilities anyway; most are not, so that it is the filter that is tried.
    const letThrough = [...answers(open)].filter(([title, answer]) => title && answer !== expected.get(title))
    expect(letThrough.length).toBeGreaterThan(refusedCalls.length / 2)
  })

  test('calls of another architecture: their processes are ended', async () => {
    const outputs = await Promise.all(
      foreignCalls.map((code) => sandbox.run(script(running(code)) + 'echo code $?')),
    )

    // 128 and the number of SIGSYS.
    expect(outputs).toEqual(foreignCalls.map(() => expect.stringMatching(/^code 159$/m)))
  })
})
