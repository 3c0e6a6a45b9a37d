import * as fs from 'node:fs'
import { join } from 'node:path'
import { noDiskQuota } from '../src/adapters/disk-quota.ts'
import { followCommand } from '../src/adapters/follow-command.ts'
import { readyName } from '../src/domain/container-name.ts'
import { containerSpec } from '../src/domain/container-spec.ts'
import { commandFrame } from '../src/domain/runner-frames.ts'
import type { SandboxOrder } from '../src/domain/sandbox.ts'
import { deviations, type InspectedContainer } from '../src/domain/verify-spec.ts'
import { anOrder, dockerInspect, eventually, signals, useRealEngine } from './real-engine.ts'

const host = useRealEngine()
const run = (script: string, more?: Parameters<typeof anOrder>[1]) =>
  host.sandbox.run(anOrder(script, more), signals())
/** What an executor leaves that dies between its booking and the command. */
async function booked({ runId, userId }: SandboxOrder) {
  const ready = await host.maker.make(userId)
  expect(host.bookings.book(runId, ready.containerId)).toBe(true)
  return ready
}

describe('what a command sees (F-BOX 1)', () => {
  test('its person’s folder and nobody else’s', async () => {
    await host.workspace.user(42).writeFile('files/mine.txt', Buffer.from('mine'), { maxBytes: 10 })
    await host.workspace.user(43).writeFile('files/theirs.txt', Buffer.from('theirs'), { maxBytes: 10 })

    const { stdout, exitCode } = await run(
      'pwd; find . | sort; ls / | tr "\\n" " "; ls /data /run/secrets 2>&1',
    )

    expect(exitCode).toBe(2)
    expect(stdout).toContain('/work\n.\n./cache\n./files\n./files/mine.txt\n./logs\n')
    expect(stdout).not.toContain('theirs')
    expect(stdout).toContain("cannot access '/data'")
  })

  test('no network: only lo, no names, no route', async () => {
    const { stdout } = await run(
      "sed -n 's/^ *\\([^ :]*\\):.*/\\1/p' /proc/net/dev; cat /etc/resolv.conf 2>&1; cat /proc/net/route | wc -l; timeout 2 bash -c '</dev/tcp/1.1.1.1/53' 2>&1",
    )

    expect(stdout).toMatch(/^lo\n/)
    expect(stdout).toMatch(/Network is unreachable|socket: Operation not permitted/)
    expect(stdout).not.toMatch(/nameserver/)
  })

  test('a read-only root, a small noexec /tmp, not root, no capabilities, no way to more', async () => {
    const { stdout } = await run(`
      id -u; touch /usr/x 2>&1; touch /x 2>&1; echo ok > /tmp/x && cat /tmp/x
      cp /bin/true /tmp/t; /tmp/t 2>&1; grep -E 'CapEff|CapBnd|NoNewPrivs|Seccomp:' /proc/self/status | tr -d '\\t '
      find / -xdev -perm /6000 -type f 2>/dev/null | wc -l; ulimit -c; mknod /work/dev c 1 5 2>&1; mount -t tmpfs x /mnt 2>&1`)

    expect(stdout).toMatch(/^10001\n/)
    expect(stdout.match(/Read-only file system/g)).toHaveLength(2)
    expect(stdout).toContain('\nok\n')
    expect(stdout).toMatch(/\/tmp\/t: Permission denied/)
    expect(stdout).toContain(
      'CapEff:0000000000000000\nCapBnd:0000000000000000\nNoNewPrivs:1\nSeccomp:2\n0\n0\n',
    )
    expect(stdout).toMatch(/mknod: .*Operation not permitted/)
    expect(stdout).toMatch(/mount: .*(permission denied|must be superuser)/i)
  })

  test('no environment of the service, no stdin', async () => {
    process.env['AIKA_CANARY'] = 'canary-7f3a'
    const { stdout } = await run('env | sort; cat; cat /proc/*/environ | tr "\\0" "\\n" | grep -c canary')

    const names = [...stdout.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
    expect(stdout).not.toContain('canary')
    expect(names).toEqual(expect.arrayContaining(['HOME', 'LANG', 'PATH']))
    expect(
      names.filter(
        (name) => !/^(HOME|LANG|PATH|PWD|SHLVL|_|HOSTNAME|PYTHON\w+|GIT_TERMINAL_PROMPT)$/.test(name!),
      ),
    ).toEqual([])
    expect(stdout).toContain('HOME=/tmp\n')
    expect(stdout.trim().endsWith('0')).toBe(true)
  })

  test('files it makes are the person’s; the next command finds them', async () => {
    await run('mkdir -p files/a; echo kept > files/a/b; echo lost > /tmp/x')

    const { stdout } = await run('cat files/a/b /tmp/x 2>&1')

    expect(stdout).toMatch(/^kept\ncat: \/tmp\/x: No such file/)
    expect((await host.workspace.user(42).readFile('files/a/b', { maxBytes: 10 })).bytes.toString()).toBe(
      'kept\n',
    )
  })
})

describe('how a command ends (F-BOX 2)', () => {
  test('exit code and both outputs are as they were', async () => {
    expect(await run('echo out; echo err >&2; exit 200')).toMatchObject({
      stoppedReason: 'exit',
      exitCode: 200,
      stdout: 'out\n',
      stderr: 'err\n',
      omittedBytes: 0,
      adopted: false,
    })
    expect(await run('kill -SEGV $$')).toMatchObject({ stoppedReason: 'exit', exitCode: 139 })
  })

  test('a script with every kind of quoting and 100 KiB: bash gets it byte by byte', async () => {
    const odd = `'"\\$(id)\`id\`\t€\u{1F600} --`
    const script = `cat <<'THE END'\n${odd}\nTHE END\n# ${'x'.repeat(100_000)}\necho end`

    expect((await run(script)).stdout).toBe(`${odd}\nend\n`)
  })

  test('past its time: everything in it is killed, the output so far is there', async () => {
    const end = await run('echo begun; trap "" TERM INT; (setsid sleep 300 &) ; sleep 300', {
      timeoutSeconds: 1,
    })

    expect(end).toMatchObject({ stoppedReason: 'timeout', stdout: 'begun\n' })
    expect(end.exitCode).toBeUndefined()
    // The engine notices a moment after the runner has told.
    const { State } = await eventually(() => {
      const view = dockerInspect(end.containerId) as { State: { Running: boolean } }
      return view.State.Running ? undefined : view
    })
    expect(State.Running).toBe(false)
  })

  test('the main process ends and leaves a daemon: the answer comes at once, the daemon is gone', async () => {
    const end = await run('(setsid sleep 300 &) ; echo done')

    expect(end).toMatchObject({ stoppedReason: 'exit', exitCode: 0, stdout: 'done\n' })
    expect(dockerInspect(end.containerId)).toMatchObject({ State: { Running: false } })
  })

  test('endless output: ended, little of it is kept, all of it is counted', async () => {
    const end = await run(
      'head -c 100000 /dev/zero | tr "\\0" "e" >&2; while :; do head -c 65536 /dev/zero; done',
    )

    expect(end.stoppedReason).toBe('output_limit')
    expect(end.stdout.length + end.stderr.length).toBeLessThan(9_000)
    expect(end.omittedBytes).toBeGreaterThan(1_000_000)
  })

  test('too much memory: told apart from other kills', async () => {
    expect(await run('python3 -c "x = bytearray(600_000_000)"')).toMatchObject({ stoppedReason: 'oom' })
    expect(await run('kill -9 $$')).toMatchObject({ stoppedReason: 'killed', exitCode: 137 })
  })

  test('too many processes, too large a file: refused inside, the command goes on', async () => {
    const { stdout } = await run(
      'head -c 20000000 /dev/zero > files/big; stat -c %s files/big; for i in $(seq 100); do sleep 5 & done 2>&1 | grep -m1 -o "Resource temporarily unavailable"; rm files/big; exit 0',
    )

    expect(stdout).toContain('8388608')
    expect(stdout).toContain('Resource temporarily unavailable')
  })

  test('cancelled while it runs: killed', async () => {
    const cancel = new AbortController()
    const order = anOrder('touch files/cancel-begun; sleep 300')
    const end = host.sandbox.run(order, signals({ cancel: cancel.signal }))
    await eventually(() => fs.existsSync(join(host.userDir, '42/files/cancel-begun')) || undefined)

    cancel.abort()

    await expect(end).resolves.toMatchObject({ stoppedReason: 'cancelled' })
  })

  test('cancelled before it starts: nothing is made', async () => {
    const before = await host.containers()

    const end = await host.sandbox.run(anOrder('echo no'), signals({ cancel: AbortSignal.abort() }))

    expect(end).toMatchObject({ stoppedReason: 'cancelled', containerId: '' })
    expect(await host.containers()).toEqual(before)
  })

  test('a working folder: used when it is there, a clear word when not', async () => {
    await host.workspace.user(42).writeFile('files/a b/x', Buffer.from(''), { maxBytes: 1 })

    expect((await run('pwd', { workdirRel: 'files/a b' })).stdout).toBe('/work/files/a b\n')
    expect(await run('pwd', { workdirRel: 'files/none' })).toMatchObject({
      exitCode: 126,
      stderr: 'not run: there is no such working folder\n',
    })
    expect(fs.existsSync(join(host.userDir, '42/files/none'))).toBe(false)
  })
})

describe('exactly once, whoever asks again', () => {
  test('asked again after it ended: collected, not run again', async () => {
    const order = anOrder('echo ran >> files/ended; cat files/ended; exit 7')

    const first = await host.sandbox.run(order, signals())
    const second = await host.sandbox.run(order, signals())

    expect(second).toMatchObject({
      containerId: first.containerId,
      adopted: true,
      exitCode: 7,
      stdout: 'ran\n',
    })
  })

  test('asked again while it runs, the first one gone: waits for the same container', async () => {
    const order = anOrder(
      'echo ran >> files/running; echo early; while [ ! -e files/go ]; do sleep 0.05; done; cat files/running',
    )
    const leave = new AbortController()
    const first = host.sandbox.run(order, signals({ leave: leave.signal }))
    await eventually(() => fs.existsSync(join(host.userDir, '42/files/running')) || undefined)

    leave.abort()
    await expect(first).rejects.toMatchObject({ code: 'run_left', retryable: true })
    const second = host.sandbox.run(order, signals())
    fs.writeFileSync(join(host.userDir, '42/files/go'), '')

    await expect(second).resolves.toMatchObject({ adopted: true, exitCode: 0, stdout: 'early\nran\n' })
  })

  test('booked and never started: another one is made, and it runs once', async () => {
    const order = anOrder('echo ran >> files/created; cat files/created')
    const spec = containerSpec(42, join(host.userDir, '42'), host.settings)
    host.bookings.book(order.runId, await host.engine.create(readyName(host.owner, '00'), spec))

    expect(await host.sandbox.run(order, signals())).toMatchObject({ exitCode: 0, stdout: 'ran\n' })
  })

  test('adopted with most of its time gone: ends when its own time is over', async () => {
    const order = anOrder('touch files/late; sleep 300', { timeoutSeconds: 2 })
    const leave = new AbortController()
    const first = host.sandbox.run(order, signals({ leave: leave.signal }))
    await eventually(() => fs.existsSync(join(host.userDir, '42/files/late')) || undefined)
    leave.abort()
    await first.catch(() => undefined)

    const end = await host.sandbox.run(order, signals())

    expect(end.stoppedReason).toBe('timeout')
    expect(end.durationMs).toBeLessThan(4_000)
  })

  test('no executor is there any more: the command ends by itself, and is told apart', async () => {
    const order = anOrder('sleep 300', { timeoutSeconds: 1 })
    const { containerId, line } = await booked(order)
    const { argv, workdirRel } = order
    line.send(commandFrame({ argv, workdirRel, backstopSeconds: 1, outputLimitBytes: 1_000 }))
    await eventually(() => host.processesIn(containerId) > 1 || undefined)
    line.close()

    await host.ended(containerId)
    expect(await host.sandbox.run(order, signals())).toMatchObject({
      adopted: true,
      stoppedReason: 'timeout',
    })
  })

  test('the line breaks and the command ends by itself soon after: no word of its end is made up, and the next delivery has it', async () => {
    const order = anOrder('echo ran >> files/broken; sleep 0.5; cat files/broken')
    const { containerId, line } = await booked(order)
    const { argv, workdirRel } = order
    line.send(commandFrame({ argv, workdirRel, backstopSeconds: 20, outputLimitBytes: 1_048_576 }))
    const placed = { containerId, line, adopted: false }
    const limits = { timeoutSeconds: 10, outputBytes: 4_096 }
    const followed = followCommand(host.engine, placed, limits, signals(), () => noDiskQuota.watch(42))
    await eventually(() => fs.existsSync(join(host.userDir, '42/files/broken')) || undefined)

    line.close()

    await expect(followed).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
    const end = await host.sandbox.run(order, signals())
    expect(end).toMatchObject({ adopted: true, stoppedReason: 'exit', exitCode: 0, stdout: 'ran\n' })
  })

  test('two at the same time: one command, two answers', async () => {
    const order = anOrder('echo ran >> files/both; sleep 0.3; cat files/both')

    const ends = await Promise.all([host.sandbox.run(order, signals()), host.sandbox.run(order, signals())])

    expect(ends.map(({ stdout }) => stdout)).toEqual(['ran\n', 'ran\n'])
    expect(ends.filter(({ adopted }) => adopted)).toHaveLength(1)
  })

  test('the job may be another’s: nothing is made', async () => {
    const before = await host.containers()

    await expect(
      host.sandbox.run(anOrder('echo no'), signals({ isOurs: () => false })),
    ).rejects.toMatchObject({
      code: 'run_left',
    })
    expect(await host.containers()).toEqual(before)
  })

  test('another person’s job with the same run: refused', async () => {
    const order = anOrder('echo secret')
    await host.sandbox.run(order, signals())

    await expect(host.sandbox.run({ ...order, userId: 43 }, signals())).rejects.toMatchObject({
      code: 'sandbox_unavailable',
    })
  })

  test('released: the container is gone, and releasing again is fine', async () => {
    const order = anOrder('echo hi')
    const { containerId } = await host.sandbox.run(order, signals())

    await host.sandbox.release(order.runId)
    await host.sandbox.release(order.runId)

    expect(await host.containers()).not.toContain(containerId)
  })
})

describe('a sandbox that was prepared (F-BOX 4)', () => {
  const prepared = async (userId = 42) => {
    expect(await host.sandbox.prepare(userId)).toBe(true)
    return (await host.engine.list(host.owner)).filter(({ name }) => name.includes('-ready-'))
  }

  test('the next command of its person runs in it, and no other ever does', async () => {
    const [waiting, ...more] = await prepared()

    const ends = [await run('touch /tmp/mark; echo one'), await run('ls /tmp; echo two')]

    expect(more).toEqual([])
    expect(ends[0]!.containerId).toBe(waiting!.containerId)
    expect(ends[1]).toMatchObject({ stdout: 'two\n', adopted: false })
    expect(ends[1]!.containerId).not.toBe(waiting!.containerId)
  })

  test('it is as the spec says, before its command and after', async () => {
    const [waiting] = await prepared()
    const spec = containerSpec(42, join(host.userDir, '42'), host.settings)
    const inspected = () => dockerInspect(waiting!.containerId) as unknown as InspectedContainer

    expect(deviations(spec, inspected())).toEqual([])
    await run('exit 0')
    expect(deviations(spec, inspected())).toEqual([])
  })

  test('another person’s command: runs elsewhere', async () => {
    const [waiting] = await prepared()

    const end = await run('ls', { userId: 43 })

    expect(end.containerId).not.toBe(waiting!.containerId)
    expect((await run('ls')).containerId).toBe(waiting!.containerId)
  })

  test('the run is there already: it waits on, and the run is collected', async () => {
    const order = anOrder('echo ran >> files/prepared; cat files/prepared')
    const first = await host.sandbox.run(order, signals())
    const [waiting] = await prepared()

    expect(await host.sandbox.run(order, signals())).toMatchObject({ adopted: true, stdout: 'ran\n' })
    expect((await run('exit 0')).containerId).toBe(waiting!.containerId)
    expect(first.containerId).not.toBe(waiting!.containerId)
  })

  test('it is killed while it waits: the command runs in another one', async () => {
    const [waiting] = await prepared()
    await host.engine.kill(waiting!.containerId)

    expect(await run('echo well')).toMatchObject({ stdout: 'well\n', exitCode: 0 })
  })

  test('whoever prepared it is gone: it ends by itself, and nothing has run', async () => {
    const { containerId, line } = await host.maker.make(42)

    line.close()

    expect(await host.ended(containerId)).toBe(0)
    await host.engine.remove(containerId)
  })

  test('all of its person was deleted while it waited: it is not used, what the command writes is there', async () => {
    const [waiting] = await prepared(44)
    await host.workspace.removePerson(44)

    const end = await run('echo new > files/new; ls files', { userId: 44 })

    expect(end).toMatchObject({ exitCode: 0, stdout: 'new\n' })
    expect(end.containerId).not.toBe(waiting!.containerId)
    expect(fs.readFileSync(join(host.userDir, '44/files/new'), 'utf8')).toBe('new\n')
  })

  test('booked, but the command was never handed over: it runs elsewhere, once', async () => {
    const order = anOrder('echo ran >> files/booked; cat files/booked')
    const { containerId, line } = await booked(order)
    line.close()

    const end = await host.sandbox.run(order, signals())

    expect(end).toMatchObject({ stdout: 'ran\n', adopted: false })
    expect(end.containerId).not.toBe(containerId)
  })
})

describe('it fails closed', () => {
  test('the person’s whole folder is a link: nothing is made', async () => {
    fs.symlinkSync('/etc', join(host.userDir, '66'))
    const before = await host.containers()

    await expect(host.sandbox.run(anOrder('ls', { userId: 66 }), signals())).rejects.toMatchObject({
      code: 'not_a_folder',
    })
    expect(await host.containers()).toEqual(before)
  })

  test('hostile words in every field of an order: the container is as the spec says', async () => {
    const words = [
      '--privileged',
      '-v/:/host',
      '$(touch /work/pwn)',
      '";"',
      '../../..',
      '{"HostConfig":{"Privileged":true}}',
    ]
    for (const word of words) {
      const order = anOrder('', { argv: ['/bin/echo', word], workdirRel: word })
      const { containerId } = await host.sandbox.run(order, signals())
      const real = dockerInspect(containerId) as unknown as InspectedContainer

      expect(deviations(containerSpec(42, join(host.userDir, '42'), host.settings), real)).toEqual([])
    }
    expect(fs.existsSync(join(host.userDir, '42/pwn'))).toBe(false)
  })
})
