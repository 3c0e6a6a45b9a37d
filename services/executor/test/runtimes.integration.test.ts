import { execFileSync } from 'node:child_process'
import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfTest } from '../src/adapters/self-test.ts'
import { dockerEngine } from '../src/adapters/engine.ts'
import { sandboxUser } from '../src/domain/container-spec.ts'
import { sandboxTestSettings, useBareSandbox } from './bare-sandbox.ts'
import { everydayScript, everydayWords } from './everyday.ts'
import { refusedCalls, trying } from './refused-calls.ts'

const known = execFileSync('docker', ['info', '--format', '{{json .Runtimes}}'], { encoding: 'utf8' })
const runtimes = ['runc', 'crun', 'runsc'].filter((name) => name in (JSON.parse(known) as object))
/** Those that filter the host kernel's calls; gVisor answers calls itself. */
const filtering = runtimes.filter((name) => name !== 'runsc')

/** gVisor knows no priority of reading and writing. */
const withoutIonice = (line: string) => !line.startsWith('nice, ionice')

describe(`sandboxes by each runtime that this engine knows: ${runtimes.join(', ')}`, () => {
  const sandbox = useBareSandbox()
  const userDir = mkdtempSync(join(tmpdir(), 'aika-runtimes-'))
  chmodSync(userDir, 0o755)
  afterAll(() => rmSync(userDir, { recursive: true, force: true }))

  test.each(runtimes)(
    '%s: one that waits, takes a command and tells of itself is as promised',
    async (runtime) => {
      const settings = sandboxTestSettings(`aika-test-runtime-${process.pid}`, { runtime })
      const engine = dockerEngine('/var/run/docker.sock')

      await expect(
        selfTest({ engine, settings, userDir, hostUserDir: userDir, owner: sandboxUser }),
      ).resolves.toBeUndefined()
    },
  )

  test.each(runtimes)('%s: everyday programs work', async (runtime) => {
    const output = await sandbox.run(everydayScript, { runtime })

    expect(output.trim().split('\n').filter(withoutIonice)).toEqual(everydayWords.filter(withoutIonice))
  })

  test.each(filtering)('%s: calls that no command needs are refused', async (runtime) => {
    const output = await sandbox.run(`touch tried; python3 - <<'END'\n${trying(refusedCalls)}\nEND\n`, {
      runtime,
    })

    const expected = refusedCalls.map(({ title, refusal }) => `${title} = ${refusal}`)
    expect(output.trim().split('\n')).toEqual(expected)
  })
})
