import type { Run } from '@aika/contracts'
import { runCommand, type RunCommandPorts } from './run-command.ts'
import type { RunSignals, SandboxEnd, SandboxOrder } from './sandbox.ts'

const end: SandboxEnd = {
  containerId: 'c1',
  stoppedReason: 'exit',
  exitCode: 0,
  stdout: 'ok',
  stderr: '',
  omittedBytes: 0,
  durationMs: 5,
  adopted: false,
}
const never = new AbortController().signal
const signals: RunSignals = { cancel: never, leave: never, isOurs: () => true }
const shell = (more: Partial<Run> = {}): Run => ({
  runId: 'tg-1-2',
  traceId: 'trace-1234',
  userId: 42,
  command: { kind: 'shell', script: 'ls' },
  workdirRel: '',
  ...more,
})
const argv = (...words: string[]) => shell({ command: { kind: 'argv', argv: words } })

function world(settings: Partial<RunCommandPorts['settings']> = {}) {
  const orders: SandboxOrder[] = []
  const recorded: string[] = []
  const ports: RunCommandPorts = {
    sandbox: {
      run: async (order) => (orders.push(order), end),
      prepare: async () => {
        throw new Error('nothing asked for a sandbox to wait')
      },
      release: async () => {
        throw new Error('nothing asked for a release')
      },
      killAll: async () => {
        throw new Error('nothing asked for the end of everything')
      },
    },
    journal: { record: (run) => recorded.push(run.runId) },
    settings: {
      mode: 'shell',
      allowedPrograms: ['ls', 'grep'],
      timeoutSeconds: 30,
      maxTimeoutSeconds: 60,
      ...settings,
    },
  }
  return { ports, orders, recorded }
}

describe('running a job’s command', () => {
  test('a script: bash gets it as one argument, the result carries the limit, one line is recorded', async () => {
    const { ports, orders, recorded } = world()

    const result = await runCommand(
      ports,
      shell({ command: { kind: 'shell', script: 'echo "$HOME"; ls' } }),
      signals,
    )

    expect(orders).toEqual([
      {
        runId: 'tg-1-2',
        userId: 42,
        argv: ['/bin/bash', '-c', '--', 'echo "$HOME"; ls'],
        workdirRel: '',
        timeoutSeconds: 30,
      },
    ])
    expect(result).toEqual({
      stoppedReason: 'exit',
      exitCode: 0,
      stdout: 'ok',
      stderr: '',
      omittedBytes: 0,
      durationMs: 5,
      timeoutSeconds: 30,
    })
    expect(recorded).toEqual(['tg-1-2'])
  })

  test.each([
    [5, 5],
    [60, 60],
    [3_600, 60],
    [undefined, 30],
  ])('asked for %p seconds: gets %p', async (asked, got) => {
    const { ports, orders } = world()

    await runCommand(ports, shell({ timeoutSeconds: asked }), signals)

    expect(orders[0]!.timeoutSeconds).toBe(got)
  })

  test.each(['/etc', '../43', 'a/../../43', 'a\nb', 'a\0b'])(
    'working folder %j: not run, and told so',
    async (dir) => {
      const { ports, orders } = world()

      const result = await runCommand(ports, shell({ workdirRel: dir }), signals)

      expect(orders).toEqual([])
      expect(result).toMatchObject({
        exitCode: 126,
        stderr: expect.stringContaining('relative to your folder'),
      })
    },
  )

  test('a working folder with detours: goes through as it is meant', async () => {
    const { ports, orders } = world()

    await runCommand(ports, shell({ workdirRel: './files//a b/' }), signals)

    expect(orders[0]!.workdirRel).toBe('files/a b')
  })

  test('a script that the kernel would not take: not run, with a way out', async () => {
    const { ports, orders } = world()
    const script = '€'.repeat(50_000)

    const result = await runCommand(ports, shell({ command: { kind: 'shell', script } }), signals)

    expect(orders).toEqual([])
    expect(result.stderr).toContain('write it to a file')
  })
})

describe('restricted mode (F-BOX 6)', () => {
  const restricted = () => world({ mode: 'argv' })

  test('an allowed program: runs with its arguments as they are', async () => {
    const { ports, orders } = restricted()

    await runCommand(ports, argv('grep', '-r', '; rm -rf $HOME `id`', '.'), signals)

    expect(orders[0]!.argv).toEqual(['grep', '-r', '; rm -rf $HOME `id`', '.'])
  })

  test.each<[string, Run]>([
    ['a script', shell()],
    ['a shell as a program', argv('bash', '-c', 'id')],
    ['an allowed name in the person’s own folder', argv('./ls')],
    ['an allowed name by its path', argv('/usr/bin/ls')],
    ['an option in place of the program', argv('--foreground', 'bash')],
    ['nothing', argv('')],
    ['a NUL', argv('ls', 'a\0b')],
  ])('%s: not run', async (_what, run) => {
    const { ports, orders } = restricted()

    expect(await runCommand(ports, run, signals)).toMatchObject({ stoppedReason: 'exit', exitCode: 126 })
    expect(orders).toEqual([])
  })
})
