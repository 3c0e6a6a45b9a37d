import { adminRunQueue, type AdminRun, type Reply } from '@aika/contracts'
import { openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { begunOnce } from '../src/adapters/begun-once.ts'
import { hostShell } from '../src/adapters/host-shell.ts'
import { answerAdminRuns } from '../src/entry/admin-runs.ts'

const token = `service-token-${'0123456789'.repeat(4)}`
const never = new AbortController().signal
const shell = hostShell({ secrets: [token, undefined], timeoutMs: 1_500, maxBytes: 2_000 })
const run = (command: string) => shell.run(command, never)

/** Whether a process with this in its command line is there. */
const isRunning = async (mark: string) =>
  (await run(`grep -l -s -a -e '${mark.slice(0, -1)}[${mark.at(-1)}]' /proc/[0-9]*/cmdline`)).stdout.text !==
  ''

describe('a shell for admins', () => {
  test('an empty environment, a folder of nobody’s, and the command as it was written', async () => {
    process.env['AIKA_CANARY'] = 'canary-7f3a'

    const { stdout, exitCode } = await run('env; pwd; echo "$0 $1 \'*\'"; exit 3')

    const names = [...stdout.text.matchAll(/^(\w+)=/gm)].map((match) => match[1])
    const byShell = new Set(['PWD', 'SHLVL', '_', 'OLDPWD'])
    expect(new Set(names.filter((name) => !byShell.has(name!)))).toEqual(new Set(['HOME', 'LANG', 'PATH']))
    expect(stdout.text).toContain("\n/tmp\n/bin/bash  '*'\n")
    expect(exitCode).toBe(3)
  })

  test('its time is over: it is ended with all it started, and its output so far is shown', async () => {
    const mark = `aika-mark-${process.pid}-a`

    const end = await run(`echo begun; (exec -a ${mark} sleep 300) & bash -c 'exec -a ${mark} sleep 300'`)

    expect(end).toMatchObject({ timedOut: true, signal: 'SIGKILL', stdout: { text: 'begun\n' } })
    expect(await isRunning(mark)).toBe(false)
  })

  test('it leaves something running in the background: that ends with it', async () => {
    const mark = `aika-mark-${process.pid}-b`

    const end = await run(`(exec -a ${mark} sleep 300) & echo done`)

    expect(end).toMatchObject({ timedOut: false, exitCode: 0, stdout: { text: 'done\n' } })
    expect(await isRunning(mark)).toBe(false)
  })

  test('it prints without end: the beginning is shown, and how much is not', async () => {
    const { stdout, timedOut } = await run('yes 0123456789')

    expect(timedOut).toBe(true)
    expect(stdout.text.startsWith('0123456789\n0123456789\n')).toBe(true)
    expect(Buffer.byteLength(stdout.text)).toBe(2_000)
    expect(stdout.omittedBytes).toBeGreaterThan(10_000_000)
  })

  test.each([
    ['whole', `echo '${token}'`],
    ['so often that nothing else is kept', `echo -n x; for i in {1..999}; do echo -n ${token}; done`],
    [
      'at the edge of what is kept',
      `head -c 6080 /dev/zero | tr '\\0' x; echo -n ${token}; yes | head -n 99999`,
    ],
    ['a key of a shape we know', `echo AIza${'b'.repeat(35)}`],
    ['on stderr', `echo ${token} >&2`],
  ])('a secret %s: is not in the output', async (_how, command) => {
    const { stdout, stderr } = await run(command)

    expect(stdout.text + stderr.text).not.toMatch(/service-tok|AIzab/)
  })

  test('bytes that are no text come out as text', async () => {
    const { stdout } = await run(`printf 'a\\0b\\033[31mc\\xff\\n'`)

    expect(stdout.text).toBe('ab[31mc\ufffd\n')
  })

  test('the job is lost meanwhile: the command ends', async () => {
    const lost = new AbortController()
    const ending = shell.run('sleep 300', lost.signal)
    lost.abort()

    await expect(ending).resolves.toMatchObject({ timedOut: false, signal: 'SIGKILL' })
  })
})

describe('/run through the queue', () => {
  const redis = useRedis()

  test('the same request found twice, as after an agent’s death: it ran once, and the second answer says so', async () => {
    const { connection } = redis
    const replies: Reply[] = []
    const client = openRedis(connection)
    const ports = {
      isOn: true,
      isAdmin: (userId: number) => userId === 7,
      begin: begunOnce(client),
      shell,
      replies: { send: async (reply: Reply) => void replies.push(reply) },
    }
    await using _door = answerAdminRuns(ports, { connection, log: createLogger('test', 'silent') })
    let jobs = 0
    await using queue = produce({ ...adminRunQueue, jobId: () => `job-${jobs++}` }, connection)
    const request: AdminRun = { requestId: 'tg-1-7', traceId: 'trace-1234', userId: 7, chatId: 7, command: 'echo hi; exit 4' } // prettier-ignore

    const results = [
      await queue.request(request, { timeoutMs: 20_000 }),
      await queue.request(request, { timeoutMs: 20_000 }),
    ]

    expect(results).toEqual([{ exitCode: 4 }, { exitCode: null }])
    expect(replies.map(({ body }) => (body as { markdown: string }).markdown)).toEqual([
      expect.stringContaining('Exit code 4'),
      expect.stringContaining('not known whether it ran to its end'),
    ])
    client.disconnect()
  })
})
