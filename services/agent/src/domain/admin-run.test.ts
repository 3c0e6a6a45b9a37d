import type { AdminRun, Reply } from '@aika/contracts'
import { adminRun, type AdminRunPorts, type ShellEnd } from './admin-run.ts'

const request: AdminRun = {
  requestId: 'tg-1-7',
  traceId: 'trace-1234',
  userId: 7,
  chatId: 7,
  command: 'df -h',
}
const never = new AbortController().signal
const printed = (text: string, omittedBytes = 0) => ({ text, omittedBytes })
const ran = (more: Partial<ShellEnd> = {}): ShellEnd => ({
  exitCode: 0,
  timedOut: false,
  durationMs: 120,
  stdout: printed(''),
  stderr: printed(''),
  ...more,
})

function world(end: ShellEnd = ran(), more: Partial<AdminRunPorts> = {}) {
  const replies: Reply[] = []
  const commands: string[] = []
  const begun = new Set<string>()
  const ports: AdminRunPorts = {
    isOn: true,
    isAdmin: (userId) => userId === 7,
    begin: async (id) => !begun.has(id) && Boolean(begun.add(id)),
    shell: { run: async (command) => (commands.push(command), end) },
    replies: { send: async (reply) => void replies.push(reply) },
    ...more,
  }
  const said = () => (replies.at(-1)!.body as { markdown: string }).markdown
  return { ports, replies, commands, said }
}

describe('/run', () => {
  test('a command: exit code and both outputs are told, under an id of the request’s', async () => {
    const { ports, replies, commands, said } = world(
      ran({ exitCode: 2, stdout: printed('a\nb\n'), stderr: printed('no such file\n') }),
    )

    await expect(adminRun(ports, request, never)).resolves.toEqual({ exitCode: 2 })

    expect(commands).toEqual(['df -h'])
    expect(replies[0]).toMatchObject({ replyId: 'ran-tg-1-7', chatId: 7, traceId: 'trace-1234' })
    expect(said()).toBe(
      'Exit code 2, 0.1 s.\n\n**stdout**\n```\na\nb\n```\n\n**stderr**\n```\nno such file\n```',
    )
  })

  test.each<[string, Partial<ShellEnd>, RegExp]>([
    ['nothing', {}, /^Exit code 0, 0\.1 s\.\n\nNo output\.$/],
    ['too much', { stdout: printed('aaa', 1_234_567) }, /\*\*stdout\*\* \(cut: 1,234,567 more bytes\)/],
    ['what would close the block', { stdout: printed('```\n# no') }, /\n````\n```\n# no\n````/],
  ])('prints %s', async (_what, more, expected) => {
    const { ports, said } = world(ran(more))

    await adminRun(ports, request, never)

    expect(said()).toMatch(expected)
  })

  test.each<[string, Partial<ShellEnd>, string]>([
    ['its time is over', { timedOut: true, signal: 'SIGKILL', durationMs: 20_010 }, 'Its time was over: ended after 20.0 s.'], // prettier-ignore
    ['something kills it', { signal: 'SIGSEGV' }, 'Ended by SIGSEGV after 0.1 s.'],
  ])('%s: that is said', async (_what, { exitCode: _none, ...more }, expected) => {
    const { exitCode: _code, ...end } = ran()
    const { ports, said } = world({ ...end, ...more })

    await expect(adminRun(ports, request, never)).resolves.toEqual({ exitCode: null })

    expect(said()).toContain(expected)
  })

  test('somebody who is no admin any more: it is not run, and the job fails for all to see', async () => {
    const { ports, commands, replies } = world()

    await expect(adminRun(ports, { ...request, userId: 8 }, never)).rejects.toMatchObject({
      code: 'not_an_admin',
      retryable: false,
    })
    expect([...commands, ...replies]).toEqual([])
  })

  test('switched off: that is said, and nothing runs', async () => {
    const { ports, commands, said } = world(ran(), { isOn: false })

    await adminRun(ports, request, never)

    expect(commands).toEqual([])
    expect(said()).toContain('ADMIN_RUN=false')
  })

  test('found a second time: it is not run again, and nobody claims that it is finished', async () => {
    const { ports, commands, said } = world()
    await adminRun(ports, request, never)

    await adminRun(ports, request, never)

    expect(commands).toHaveLength(1)
    expect(said()).toContain('not known whether it ran to its end')
  })

  test('the job was lost meanwhile: whoever has it now answers', async () => {
    const { ports, replies } = world()

    await expect(adminRun(ports, request, AbortSignal.abort(new Error('lost')))).rejects.toThrow('lost')
    expect(replies).toEqual([])
  })
})
