import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually } from './real-engine.ts'
import { askEngine } from './support/raw-engine.ts'
import { attacksFromInside } from './support/runner-attacks.ts'
import { everydayCommands, type Expected } from './support/runner-commands.ts'
import { commandOf, frameOf, useRunners, type RunnerContainer } from './support/runner-container.ts'
import { nonsense } from './support/runner-nonsense.ts'
import { bytesOf, exitOf, runCase, sideBySide, whatItSaid } from './support/runner-runs.ts'

const runners = useRunners()
beforeAll(() => {
  mkdirSync(join(runners.folder, 'sub'))
  symlinkSync('sub', join(runners.folder, 'link'))
  writeFileSync(join(runners.folder, 'plain'), 'no program\n', { mode: 0o644 })
})

describe.each([
  ['a command', everydayCommands],
  ['a hostile command', attacksFromInside],
])('%s', (_whose, cases) => {
  const runs = sideBySide(Object.keys(cases), (title) => runCase(runners, cases[title]!))
  beforeAll(runs.begin)

  test.each(Object.keys(cases))('%s', async (title) => {
    const { exit, stdout, stderr } = cases[title]!
    const ran = await runs.outcome(title)

    expect(ran.exit).toMatch(exit instanceof RegExp ? exit : new RegExp(`^${exit}$`))
    expect(ran.kinds).toMatch(/^RS[OE]*X$/)
    expect(ran.runnerCode).toBe(0)
    if (stdout !== undefined) expectBytes(ran.stdout, stdout)
    if (stderr) expect(ran.stderr.toString()).toMatch(stderr)
  })
})

const endsAfter = (bytes: number) => `ends after ${bytes} bytes`

describe('a host that is not well', () => {
  const oneLetter = commandOf({ argv: ['w'] })
  const inputs = new Map([
    ...Object.entries(nonsense),
    ...Array.from(
      { length: oneLetter.length },
      (_, cut) => [endsAfter(cut), oneLetter.subarray(0, cut)] as const,
    ),
  ])
  const runs = sideBySide([...inputs.keys()], async (title) => {
    const runner = await runners.start()
    runner.socket.end(inputs.get(title)!)
    return whatItSaid(runner)
  })
  beforeAll(runs.begin)

  test.each(Object.keys(nonsense))('%s: nothing is run, and the runner is gone', async (title) => {
    expect(await runs.outcome(title)).toMatchObject({ kinds: expect.stringMatching(/^RW?$/), runnerCode: 70 })
    expect(existsSync(join(runners.folder, 'has-run'))).toBe(false)
  })

  test('a command that breaks off, at each of its bytes: nothing is run, and the runner ends well', async () => {
    const cuts = await Promise.all(Array.from(oneLetter, (_, cut) => runs.outcome(endsAfter(cut))))

    expect(cuts.map(({ kinds, runnerCode }) => `${kinds} ${runnerCode}`)).toEqual(cuts.map(() => 'R 0'))
  })
})

describe('beside a command', () => {
  const run = async (script: string, more: object = {}) => {
    const runner = await runners.start()
    runner.send(commandOf({ argv: ['/bin/bash', '-c', script], ...more }))
    return runner
  }

  test('a command that comes byte by byte: it is run', async () => {
    const runner = await runners.start()
    runner.socket.setNoDelay(true)
    for (const byte of commandOf({ argv: ['echo', 'whole'] })) {
      runner.send(Buffer.from([byte]))
      await new Promise(setImmediate)
    }

    expect(await whatItSaid(runner)).toMatchObject({ exit: 'e 0', stdout: Buffer.from('whole\n') })
  })

  test('the host is gone once the command is there: it goes on, and the engine’s record has all of it', async () => {
    const runner = await run('sleep 0.2; echo on; exit 3')
    await runner.frame('S')
    runner.socket.destroy()

    const ended = (await askEngine('POST', `/containers/${runner.id}/wait`)) as { StatusCode: number }
    const record = await runners.record(runner.id)
    expect(ended.StatusCode).toBe(0)
    expect(bytesOf(record, 'O').toString()).toBe('on\n')
    expect(exitOf(record)).toBe('e 3')
  })

  test('told to end it: everything is dead by the time it says so', async () => {
    const runner = await run('sleep 1000 & setsid sleep 1000 & echo on; trap "" TERM; wait')
    await runner.frame('O')
    runner.send(frameOf('K'))

    expect(await whatItSaid(runner)).toMatchObject({ exit: 'k 9', runnerCode: 0, kinds: 'RSOX' })
  })

  test('told to end what has not been begun: that is said, and a command behind it is not run', async () => {
    const runner = await runners.start()
    runner.send(Buffer.concat([frameOf('K'), commandOf({ argv: ['touch', '/work/has-run'] })]))

    expect(await whatItSaid(runner)).toMatchObject({ exit: 'k 9', runnerCode: 0, kinds: 'RX' })
    expect(existsSync(join(runners.folder, 'has-run'))).toBe(false)
  })

  test.each([
    ['a second command', commandOf({ argv: ['touch', '/work/has-run'] })],
    ['words of another protocol', Buffer.from('quit\n\n')],
  ])('%s beside the first: everything ends, without a word', async (_what, bytes) => {
    const runner = await run('echo on; sleep 1000')
    await runner.frame('O')
    runner.send(bytes)

    expect(await whatItSaid(runner)).toMatchObject({ exit: undefined, runnerCode: 70, kinds: 'RSO' })
    expect(existsSync(join(runners.folder, 'has-run'))).toBe(false)
  })

  test('ten megabytes and a host that does not read: the command waits, and can be ended', async () => {
    const runner = await run('head -c 10M /dev/zero; echo done >/work/flood-is-over')
    await runner.frame('O')
    runner.socket.pause()
    await sleep(300)
    runner.send(frameOf('K'))
    await eventually(async () => (await processesIn(runner)) === 1 || undefined)

    const ran = await whatItSaid(runner)
    expect(existsSync(join(runners.folder, 'flood-is-over'))).toBe(false)
    expect(ran).toMatchObject({ exit: 'k 9', runnerCode: 0 })
    expect(ran.stdout.length).toBeLessThan(10 * 2 ** 20)
  })
})

/** A child that the kernel reaps by itself, so that its count is lost, writes what its parent holds. */
const holdNameless = `
import mmap, os, signal, socket, sys, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
def nameless(megabytes):
    fd = os.open('/work', os.O_TMPFILE | os.O_RDWR, 0o600)
    if os.fork() == 0:
        for _ in range(megabytes): os.write(fd, bytes(2 ** 20))
        os._exit(0)
    try: os.wait()
    except ChildProcessError: return fd`
const stay = `print('on', flush=True); time.sleep(1000)`
const waysToHide = {
  'a file without a name, written by a child that nobody reaped': {
    python: 'held = [nameless(7) for _ in range(3)]',
    hidden: true,
  },
  'the same, mapped only': {
    python:
      'fds = [nameless(7) for _ in range(3)]; held = [mmap.mmap(fd, 0) for fd in fds]; [os.close(fd) for fd in fds]',
    hidden: true,
  },
  'the same, on its way through a socket': {
    python: `a, b = socket.socketpair(); fd = nameless(7); socket.send_fds(a, [b'x'], [fd]); os.close(fd)`,
    hidden: true,
  },
  'so much open that not all is looked at': {
    python:
      'n = nameless(0)\nfor _ in range(10):\n  if os.fork() == 0: [os.dup(n) for _ in range(950)]; time.sleep(1000)\ntime.sleep(0.5)',
    hidden: true,
  },
  'a little without a name, and a socket': { python: 'nameless(2); s = socket.socketpair()', hidden: false },
}

describe('how much was written', () => {
  const write = (megabytes: number) => `head -c ${megabytes}M /dev/zero >/work/written`

  test('asked before and after: the bytes of a process that is gone are in it', async () => {
    const runner = await runners.start()
    runner.send(frameOf('U'))
    const before = await runner.frame('W')
    runner.send(commandOf({ argv: ['/bin/bash', '-c', `${write(4)}; echo on; exec sleep 1000`] }))
    await runner.frame('O')
    const after = await askAgain(runner)
    runner.send(frameOf('K'))

    expect([before.payload.readBigUInt64BE(), before.payload[8]]).toEqual([0n, 0])
    expect(Number(after.payload.readBigUInt64BE())).toBeGreaterThanOrEqual(4 * 2 ** 20)
    expect(Number(after.payload.readBigUInt64BE())).toBeLessThan(5 * 2 ** 20)
    expect(after.payload[8]).toBe(0)
  })

  test('an orphan writes, and one who hides: they are counted, and hiding is told', async () => {
    const runner = await runners.start()
    const hide =
      'import ctypes, time; ctypes.CDLL(None).prctl(4, 0); print("on", flush=True); time.sleep(1000)'
    runner.send(
      commandOf({ argv: ['/bin/bash', '-c', `(${write(4)} &); sleep 0.3; exec python3 -c '${hide}'`] }),
    )
    await runner.frame('O')
    const { payload } = await askAgain(runner)

    expect(Number(payload.readBigUInt64BE())).toBeGreaterThanOrEqual(4 * 2 ** 20)
    expect(payload[8]).toBe(1)
  })

  test.each(Object.entries(waysToHide))('%s: hiding is told', async (_how, { python, hidden }) => {
    const runner = await runners.start()
    runner.send(commandOf({ argv: ['python3', '-c', `${holdNameless}\n${python}\n${stay}`] }))
    await runner.frame('O')
    const { payload } = await askAgain(runner)

    expect(payload[8]).toBe(hidden ? 1 : 0)
  })

  test('asked ten thousand times at once: it is told, and the runner goes on', async () => {
    const runner = await runners.start()
    runner.send(Buffer.concat(Array.from({ length: 10_000 }, () => frameOf('U'))))
    runner.send(commandOf({ argv: ['echo', 'on'] }))

    expect(await whatItSaid(runner)).toMatchObject({
      exit: 'e 0',
      stdout: Buffer.from('on\n'),
      runnerCode: 0,
    })
  })
})

function askAgain(runner: RunnerContainer) {
  const asked = runner.frames.filter(({ kind }) => kind === 'W').length
  runner.send(frameOf('U'))
  return runner.frame('W', asked)
}

async function processesIn({ id }: RunnerContainer): Promise<number> {
  const { Processes } = (await askEngine('GET', `/containers/${id}/top`)) as { Processes: unknown[] }
  return Processes.length
}

function expectBytes(bytes: Buffer, expected: NonNullable<Expected['stdout']>) {
  if (expected instanceof RegExp) expect(bytes.toString()).toMatch(expected)
  // Compared first: a megabyte that differs is not printed.
  else if (!bytes.equals(Buffer.from(expected))) {
    expect(bytes.subarray(0, 300).toString('latin1')).toBe(expected.slice(0, 300).toString('latin1'))
  }
}
