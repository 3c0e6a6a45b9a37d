import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { anOrder, signals, useRealEngine } from './real-engine.ts'

const megabyte = 2 ** 20
const quota = { bytes: 20 * megabyte, files: 500 }
const host = useRealEngine({ fileSizeBytes: 256 * megabyte }, quota)
const run = (script: string) => host.sandbox.run(anOrder(script), signals())
const python = (lines: string) => run(`cd files && exec python3 - <<'END'\nimport os, time\n${lines}\nEND`)
const files = () => join(host.userDir, '42/files')
const usage = () => host.workspace.user(42).usage()

beforeEach(() => host.workspace.ensureUserFolder(42))
afterEach(async () => void (await host.workspace.removePerson(42)))

describe('a command and its person’s quota (F-FILE 7)', () => {
  test('it writes more than they may hold: it is ended long before its time', async () => {
    const { stoppedReason, stdout } = await run(
      'echo begun; for i in $(seq 10); do head -c 4M /dev/urandom > files/$i; done; sleep 60; echo done',
    )

    expect(stoppedReason).toBe('disk_limit')
    expect(stdout).toBe('begun\n')
  })

  test('a tenth too much is there: nothing begins, and it says what to do', async () => {
    await fill(23)

    const { stoppedReason, stderr, containerId } = await run('rm -r files/*')

    expect([stoppedReason, containerId]).toEqual(['disk_limit', ''])
    expect(stderr).toMatch(/file_delete/)
  })

  test('it is just full: a command may tidy it up', async () => {
    await fill(21)

    const { stoppedReason, exitCode } = await run('rm files/*; sleep 1')

    expect([stoppedReason, exitCode]).toEqual(['exit', 0])
  })

  test.each([
    [
      'large files, as fast as it can',
      'for n in range(40): os.write(os.open(f"{n}", 66), b"x" * 50_000_000)',
    ],
    ['a file in one step', 'os.posix_fallocate(os.open("a", 66), 0, 200_000_000)'],
    [
      'the holes of a sparse file',
      'f = os.open("a", 66); os.truncate(f, 200_000_000)\nfor n in range(40_000): os.pwrite(f, b"x", n * 4_096)',
    ],
    ['many small files', 'for n in range(60_000): os.close(os.open(f"{n}", 66))'],
    ['files with long names', 'for n in range(50_000): os.close(os.open(f"{n:06}" + "n" * 249, 66))'],
    ['hard links', 'open("a", "w")\nfor n in range(30_000): os.link("a", f"{n}")'],
    ['folders in folders', 'for n in range(3_000): os.mkdir("d"); os.chdir("d")'],
    ['little to many files', 'all = [os.open(f"{n}", 66) for n in range(400)]\nfor n in range(9_999_999): os.write(all[n % 400], b"x" * 65_536); time.sleep(0.001)'], // prettier-ignore
  ])('%s: ended, not much later than it passed the quota', async (_what, lines) => {
    const { stoppedReason } = await python(`${lines}\ntime.sleep(60)`)

    expect(stoppedReason).toBe('disk_limit')
    // Each of them would have taken 2 GB within two seconds; a machine that is busy with other tests is late by some.
    expect((await usage()).bytes).toBeLessThan(quota.bytes + 1_000 * megabyte)
  })

  test('files without a name, which no count shows: ended, and all of them are gone', async () => {
    const before = statfsSync(host.userDir)

    const { stoppedReason } = await python(
      'for n in range(1_000): f = os.open(f"{n}", 66); os.unlink(f"{n}"); os.dup(f); os.write(f, b"x" * 1_000_000)\ntime.sleep(60)',
    )

    expect(stoppedReason).toBe('disk_limit')
    expect((await usage()).bytes).toBeLessThan(megabyte)
    expect(before.bfree - statfsSync(host.userDir).bfree).toBeLessThan((1_000 * megabyte) / before.bsize)
  })

  test('the operator copies a film to the same disk: a command that writes its part ends by itself', async () => {
    const film = join(host.userDir, 'film')
    const command = python('open("a", "w").write("x" * 5_000_000); time.sleep(2); print("well")')
    let megabytes = 0
    const copying = setInterval(() => {
      if (megabytes++ < 100) writeFileSync(film, Buffer.alloc(megabyte, 'x'), { flag: 'a' })
    }, 5)

    const { stoppedReason, stdout } = await command.finally(() => clearInterval(copying))
    rmSync(film)

    expect([stoppedReason, stdout]).toEqual(['exit', 'well\n'])
  })

  test('200 MB that are not there take nothing: it ends by itself', async () => {
    const { stoppedReason } = await run('truncate -s 200M files/sparse')
    expect(stoppedReason).toBe('exit')
  })
})

/** As much as was there before, by services that counted at the same moment, say. */
async function fill(megabytes: number): Promise<void> {
  mkdirSync(files(), { recursive: true })
  for (let n = 0; n < megabytes; n++) writeFileSync(join(files(), `${n}`), Buffer.alloc(megabyte, 'x'))
}
