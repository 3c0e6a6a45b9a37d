import { sandboxUser, type SandboxSettings } from '../src/domain/container-spec.ts'
import { doubts, probeScript } from '../src/domain/self-test.ts'
import { useBareSandbox } from './bare-sandbox.ts'

describe('what a real sandbox says about itself', () => {
  const sandbox = useBareSandbox()
  const promised = { runtime: 'runc', memoryBytes: 128 * 2 ** 20, pids: 64 }
  const user = `${sandboxUser.uid}:${sandboxUser.gid}`

  /** Against a sandbox that was made with something else than was promised. */
  async function doubted(change: Partial<SandboxSettings>) {
    const report = await sandbox.run(`echo abc > /work/probe\n${probeScript(promised)}`, change)
    return doubts(report, { probe: 'abc', user, runtime: promised.runtime })
  }

  test('made as promised: nothing is doubted', async () => {
    expect(await doubted({})).toEqual([])
  })

  test('a memory limit that is not in force: noticed, though no control group can be read', async () => {
    expect(await doubted({ memoryBytes: 2 ** 30 })).toEqual([expect.stringMatching(/^the memory limit/)])
  })

  test('a limit of processes that is not in force: noticed', async () => {
    expect(await doubted({ pids: 500 })).toEqual([expect.stringMatching(/more processes than allowed/)])
  })

  test('no filter of system calls: noticed in three ways', async () => {
    const found = await doubted({ seccomp: 'unconfined' })

    expect(found.map((line) => line.split(/[(:]/).at(-2))).toEqual(['seccomp', 'setid', 'calls'])
  })

  test('what a command sees: small folders in memory, empty files about the machine, no devices, no settings of a service', async () => {
    const seen = await sandbox.run(`
      awk '$5 == "/tmp" || $5 == "/dev/shm" { print $5, $6, $NF }' /proc/self/mountinfo
      for file in cmdline kallsyms modules config.gz keys iomem locks swaps interrupts; do
        [[ ! -s /proc/$file ]] || cat /proc/$file
      done
      ls -A /sys /proc/acpi 2>/dev/null | grep -v : ; echo x > /proc/sys/kernel/hostname
      ls /dev | xargs; env | cut -d= -f1 | sort | xargs; ls -A / | grep -x -e data -e run -e secrets`)

    expect(seen.replace(/\n+/g, '\n').trim().split('\n')).toEqual([
      expect.stringMatching(/^\/tmp rw,nosuid,nodev,noexec,relatime rw,size=8192k/),
      expect.stringMatching(/^\/dev\/shm rw,nosuid,nodev,noexec,relatime rw,size=16384k/),
      expect.stringMatching(/hostname: .*(Read-only|Permission)/),
      'fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero',
      expect.stringMatching(/^[A-Z_ ]+$/),
      'run',
    ])
    expect(seen).not.toMatch(/TOKEN|KEY|REDIS|PASSWORD|SECRET/)
  })
})
